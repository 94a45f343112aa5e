-- Fragment: leasing. Takes back what ran out, brings due retries back, then leases what lanes, rate, limits and the result store allow.

-- Nothing expires in the first lease time of a server's life: workers come back first. Whoever had no sign of life for a whole lease has crashed.
local function take_back(job, lease_ms)
  local ids = redis.call('ZRANGEBYSCORE', P .. ':inf', '-inf', int(job.now), 'LIMIT', 0, 64)
  if #ids == 0 then
    return
  end
  local up = string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%d+)')
  if tonumber(up) * 1000 < lease_ms then
    return
  end
  for i = #ids, 1, -1 do
    local _, worker, lane, _, entry = held(ids[i])
    local seen = tonumber(redis.call('HGET', P .. ':w', worker) or '0')
    local crashed = seen + lease_ms <= job.now
    if crashed then
      redis.call('HDEL', P .. ':w', worker)
    end
    give_back(job, ids[i], lane, entry, crashed)
  end
end

local function bring_back_due(job)
  local ids = redis.call('ZRANGEBYSCORE', P .. ':dly', '-inf', int(job.now), 'LIMIT', 0, 64)
  for i = #ids, 1, -1 do
    local _, _, lane, _, entry = held(ids[i])
    redis.call('ZREM', P .. ':dly', ids[i])
    redis.call('HDEL', P .. ':fl', ids[i])
    redis.call('LPUSH', P .. ':q:' .. lane, entry)
    lane_of(lane)
    count('delayed', -1)
    count('waiting', 1)
  end
end

-- Excludes up to `most` items from a lane's end: the ones that were found last.
local function exclude_from(lane, rule, most)
  local entries = redis.call('RPOP', P .. ':q:' .. lane, most) or {}
  for _, entry in ipairs(entries) do
    local _, _, _, _, payload = parse(entry)
    exclude(rule, payload)
  end
  count('waiting', -#entries)
  lane_of(lane)
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
    local _, _, _, _, entry = held(id)
    local _, _, _, _, payload = parse(entry)
    redis.call('ZREM', P .. ':dly', id)
    redis.call('HDEL', P .. ':fl', id)
    count('delayed', -1)
    exclude(rule, payload)
  end
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

-- Pops from one lane what it allows; `taken` gets { lane, id, entry }. False when nothing more is to be leased with these: an item that crashed its
-- worker twice is leased alone, so that it hurts no other.
local function take_from(job, lane, taken, most)
  local l = lane_of(lane)
  if job.per_host then
    local over = tonumber(redis.call('HGET', P .. ':h', lane) or '0') - job.per_host
    if over > 0 then
      local cut = exclude_from(lane, 'MaxPagesPerHost', math.min(256, over))
      redis.call('HINCRBY', P .. ':h', lane, -cut)
    end
  end
  local room = math.min(lane_limit(job, l) - l.active, most)
  if job.delay > 0 then
    room = math.min(room, 1)
  end
  if room <= 0 then
    return true
  end
  local entries = redis.call('LPOP', P .. ':q:' .. lane, room) or {}
  for i, entry in ipairs(entries) do
    local _, crash, _, id = parse(entry)
    if crash >= 2 and #taken > 0 then
      for j = #entries, i, -1 do
        redis.call('LPUSH', P .. ':q:' .. lane, entries[j])
      end
      return false
    end
    taken[#taken + 1] = { lane, id, entry }
    l.active = l.active + 1
    l.next = job.now + job.delay
    if crash >= 2 then
      for j = #entries, i + 1, -1 do
        redis.call('LPUSH', P .. ':q:' .. lane, entries[j])
      end
      return false
    end
  end
  return true
end

-- Leases up to n items: a flat list of lease number, lane, entry.
local function take(job, worker, n, lease_ms)
  take_back(job, lease_ms)
  local taken = {}
  if job.state == 'running' then
    bring_back_due(job)
    write_lanes(job)
    local left = allowed(job, n)
    if left > 0 then
      for _, lane in ipairs(redis.call('ZRANGEBYSCORE', P .. ':L', '-inf', int(job.now), 'LIMIT', 0, n + 32)) do
        if not take_from(job, lane, taken, left - #taken) or #taken >= left then
          break
        end
      end
    end
  end
  local leases, deadlines, holders = {}, {}, {}
  if #taken > 0 then
    local number = redis.call('HINCRBY', KEYS[1], 'lease', #taken) - #taken
    for i, item in ipairs(taken) do
      local lane, id, entry = item[1], item[2], item[3]
      local mine = int(number + i)
      leases[#leases + 1] = mine
      leases[#leases + 1] = lane
      leases[#leases + 1] = entry
      deadlines[#deadlines + 1] = int(job.now + lease_ms)
      deadlines[#deadlines + 1] = id
      holders[#holders + 1] = id
      holders[#holders + 1] = mine .. '|' .. worker .. '|' .. lane .. '||' .. entry
    end
    redis.call('ZADD', P .. ':inf', unpack(deadlines))
    redis.call('HSET', P .. ':fl', unpack(holders))
    count('waiting', -#taken)
    count('leased', #taken)
    if job.interval then
      job.next_start = job.next_start + #taken * job.interval
      redis.call('HSET', KEYS[1], 'nextStart', string.format('%.3f', job.next_start))
    end
  end
  return leases
end
