-- Fragment: leasing. Takes back what ran out, brings due retries back, then leases what lanes, rate, limits and the result store allow.

-- Nothing expires in the first lease time of a server's life: workers come back first. Whoever had no sign of life for a whole lease has crashed.
local function take_back(job, lease_ms)
  local ids = redis.call('ZRANGEBYSCORE', P .. ':inf', '-inf', int(job.now), 'LIMIT', 0, 64)
  if #ids == 0 then
    return
  end
  -- A server whose clock was set back to before its start says a negative number.
  local up = tonumber(string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%-?%d+)')) * 1000
  if up >= 0 and up < lease_ms then
    return
  end
  for i = #ids, 1, -1 do
    local _, worker, lane = held(ids[i])
    local seen = tonumber(redis.call('HGET', P .. ':w', worker) or '0')
    local crashed = seen + lease_ms <= job.now
    if crashed then
      redis.call('HDEL', P .. ':w', worker)
    end
    give_back(job, ids[i], lane, crashed)
  end
  write_items()
end

local function bring_back_due(job)
  local ids = redis.call('ZRANGEBYSCORE', P .. ':dly', '-inf', int(job.now), 'LIMIT', 0, 64)
  for i = #ids, 1, -1 do
    local _, _, lane = held(ids[i])
    redis.call('ZREM', P .. ':dly', ids[i])
    push_back(lane, entry_held(ids[i]))
    forget(ids[i])
    count('delayed', -1)
  end
  write_items()
end

-- Excludes up to `most` items from a lane's end: the ones that were found last.
local function exclude_from(lane, rule, most)
  local entries = redis.call('RPOP', P .. ':q:' .. lane, most) or {}
  for _, entry in ipairs(entries) do
    exclude(rule, payload_of(entry))
  end
  count('waiting', -#entries)
  if #entries < most then
    lane_of(lane).empty = SEEN
  end
  return #entries
end

local function exclude_waiting(rule, most)
  for _, lane in ipairs(redis.call('ZREVRANGE', P .. ':L', 0, 63)) do
    if most <= 0 then
      return
    end
    most = most - exclude_from(lane, rule, most)
  end
end

local function exclude_delayed(rule)
  for _, id in ipairs(redis.call('ZRANGE', P .. ':dly', 0, 63)) do
    redis.call('ZREM', P .. ':dly', id)
    count('delayed', -1)
    exclude(rule, payload_of(entry_held(id)))
    forget(id)
  end
  write_items()
end

-- How many items the limits, the result store and the job's own rate let start now, up to n.
local function allowed(job, n)
  local bytes, discovered, cut, records, record_bytes, leased =
    counts('bytes', 'discovered', 'x:MaxPages', 'records', 'recordBytes', 'leased')
  if job.max_bytes and bytes >= job.max_bytes then
    exclude_waiting('MaxSize', 256)
    exclude_delayed('MaxSize')
    return 0
  end
  if discovered - cut > job.max_pages then
    exclude_waiting('MaxPages', math.min(256, discovered - cut - job.max_pages))
  end
  n = math.min(n, job.max_records - records - leased)
  if n <= 0 or record_bytes >= job.max_record_bytes then
    job.full = records + leased >= job.max_records or record_bytes >= job.max_record_bytes
    return 0
  end
  if job.interval then
    -- One second's worth may start at once; beyond it, one each interval.
    job.next_start = math.max(job.next_start, job.now - 1000)
    n = math.min(n, math.floor((job.now - job.next_start) / job.interval) + 1)
  end
  return n
end

-- Crashes and id of an entry whose numbers workers can read; those before the id have nine digits at the most.
local NUMBER = '%d' .. string.rep('%d?', 8)
local LEASABLE = '^1|' .. NUMBER .. '|(' .. NUMBER .. ')|' .. NUMBER .. '|(%-?%d+)|'

-- Pops up to `room` items of a lane, each within the budgets of its seed; what is not is excluded, up to MOST_LEFT_OUT in one call.
local MOST_LEFT_OUT = 256
local function pop(job, lane, room, taken)
  if not by_seed(job) then
    local entries = redis.call('LPOP', P .. ':q:' .. lane, room) or {}
    return entries, #entries < room
  end
  local kept = {}
  repeat
    local wanted = room - #kept
    local entries = redis.call('LPOP', P .. ':q:' .. lane, wanted) or {}
    for _, entry in ipairs(entries) do
      local budget, seed = over_seed(job, entry)
      if budget then
        exclude(budget.rule, payload_of(entry))
        count('waiting', -1)
        give_up(budget, seed, 1)
        taken.left_out = taken.left_out + 1
      else
        kept[#kept + 1] = entry
      end
    end
    if #entries < wanted then
      return kept, true
    end
  until #kept == room or taken.left_out >= MOST_LEFT_OUT
  return kept, false
end

-- Excludes from a lane what is over its host's budgets.
local function keep_to_budgets(job, lane)
  for _, budget in ipairs(budgets_of(job)) do
    local many = budget.by_seed and 0 or excess(budget, lane)
    if many > 0 then
      give_up(budget, lane, exclude_from(lane, budget.rule, math.min(256, many)))
    end
  end
end

-- Pops from one lane what it allows; `taken` gets lane, id, entry. False when nothing more is to be leased with these: an item that crashed its
-- worker twice is leased alone, so that it hurts no other.
local function take_from(job, lane, taken, most)
  local l = lane_of(lane)
  keep_to_budgets(job, lane)
  l.empty = nil
  local room = math.min(lane_limit(job, l) - l.active, most)
  if job.delay > 0 then
    room = math.min(room, 1)
  end
  if room <= 0 or l.next > job.now then
    return true
  end
  local entries, empty = pop(job, lane, room, taken)
  if empty then
    l.empty = SEEN
  end
  local n, lanes, ids, all = taken.n, taken.lanes, taken.ids, taken.entries
  local last, alone = #entries, false
  for i, entry in ipairs(entries) do
    local crash, id = string.match(entry, LEASABLE)
    if not id or not is_id(id) then
      park(job, lane, entry)
    else
      if crash ~= '0' and crash ~= '1' then
        alone = true
        last = n > 0 and i - 1 or i
      end
      if i <= last then
        n = n + 1
        lanes[n], ids[n], all[n] = lane, id, entry
      end
    end
    if alone then
      break
    end
  end
  if n > taken.n then
    l.active = l.active + n - taken.n
    l.next = job.now + job.delay
    taken.n = n
  end
  for i = #entries, last + 1, -1 do
    redis.call('LPUSH', P .. ':q:' .. lane, entries[i])
    l.empty = nil
  end
  return not alone and taken.left_out < MOST_LEFT_OUT
end

-- From lanes in the order of their time, up to `left` items.
local function take_from_lanes(job, taken, left)
  local lanes = redis.call('ZRANGEBYSCORE', P .. ':L', '-inf', int(job.now), 'LIMIT', 0, left + 32)
  local known = 0
  for i, lane in ipairs(lanes) do
    if i > known then
      -- A few full lanes are enough, and many short ones take a few reads.
      known = math.min(#lanes, 2 * i)
      touch({ unpack(lanes, i, known) })
    end
    if not take_from(job, lane, taken, left - taken.n) or taken.n >= left then
      return
    end
  end
end

-- Leases up to n items: a flat list of lease number, lane, entry.
local function take(job, worker, n, lease_ms)
  take_back(job, lease_ms)
  local taken = { n = 0, left_out = 0, lanes = {}, ids = {}, entries = {} }
  if job.state == 'running' then
    bring_back_due(job)
    write_lanes(job)
    local left = allowed(job, n)
    if left > 0 then
      take_from_lanes(job, taken, left)
    end
  end
  local leases = {}
  if taken.n > 0 then
    local deadlines, holders, entries = {}, {}, {}
    local deadline, number, by = int(job.now + lease_ms), redis.call('HINCRBY', KEYS[1], 'lease', taken.n) - taken.n, '|' .. worker .. '|'
    for i, id in ipairs(taken.ids) do
      local mine, lane, entry = int(number + i), taken.lanes[i], taken.entries[i]
      leases[3 * i - 2], leases[3 * i - 1], leases[3 * i] = mine, lane, entry
      deadlines[2 * i - 1], deadlines[2 * i] = deadline, id
      holders[2 * i - 1], holders[2 * i] = id, mine .. by .. lane .. '|'
      entries[2 * i - 1], entries[2 * i] = id, entry
    end
    redis.call('ZADD', P .. ':inf', unpack(deadlines))
    redis.call('HSET', P .. ':fl', unpack(holders))
    redis.call('HSET', P .. ':e', unpack(entries))
    count('waiting', -taken.n)
    count('leased', taken.n)
    if job.interval then
      job.next_start = job.next_start + taken.n * job.interval
      redis.call('HSET', KEYS[1], 'nextStart', string.format('%.3f', job.next_start))
    end
  end
  return leases
end
