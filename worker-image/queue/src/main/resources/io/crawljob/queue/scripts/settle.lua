-- Ends items, and may lease the worker's next ones in the same step.
-- KEYS  1 P:m
-- ARGV  1 worker · 2 lease time, ms · 3 items to lease (0: none) · 4… for each item: id, lease number, kind, a, b, c, told, calls, how many rules left links
--       out, and rule, count, sample of each; at most 256 items
--       kind  done: bytes, record ('' = none), fingerprint of the final URL ('' = none) · redirected · retry: class, message, delay ms · back: delay ms
--             dead: class, message, 1 when permanent · excluded: rule
--       told  concurrency that the gate allows the item's lane, 0 when not known · calls of discover that were answered: when the server has lost some of
--       them (and so the links), the item is refused, and goes back to the head of its lane
-- Reply ok | gone, queue, change number, wake ms (0: nothing to tell), now, state, generation, epoch, verdicts (A accepted, R refused, one letter each), then
--       lease number, lane, entry of each that was leased
-- Cost  O(n log leased)
-- flags allow-oom
-- include job
-- include lanes
-- include items
-- include budgets
-- include take
local job = open_job()
if not job then
  return { 'gone' }
end
local FIELDS = 9
local starts = {}
local next_start = 4
while next_start <= #ARGV do
  starts[#starts + 1] = next_start
  next_start = next_start + FIELDS + 3 * tonumber(ARGV[next_start + FIELDS - 1])
end
local items = #starts
local verdicts = {}

-- What the items are held as, read at once: the lane and the calls of discover of those that are this worker's by this lease.
local lanes, calls_of = {}, {}
if items > 0 then
  local ids, to_touch = {}, {}
  for i = 1, items do
    ids[i] = ARGV[starts[i]]
  end
  for i, value in ipairs(redis.call('HMGET', P .. ':fl', unpack(ids))) do
    if value then
      local number, worker, lane, calls = open_held(value)
      if number == ARGV[starts[i] + 1] and worker == ARGV[1] then
        local id = ids[i]
        lanes[id], calls_of[id] = lane, tonumber(calls) or 0
        to_touch[#to_touch + 1] = lane
      end
    end
  end
  touch(to_touch)
end

local RESULTS = P .. ':res'
local all_done, all_bytes, all_records, all_record_bytes = 0, 0, 0, 0

local function done(id, lane, bytes, record, final)
  forget(id)
  if final ~= '' and final ~= id and redis.call('SADD', marks_of(job, final), final) == 0 then
    exclude('Duplicate', payload_of(entry_held(id)))
    return
  end
  all_done = all_done + 1
  all_bytes = all_bytes + tonumber(bytes)
  spend_all(job, 'bytes', tonumber(bytes), lane, job.bytes_per_seed and seed_of(entry_held(id)))
  if record ~= '' then
    redis.call('XADD', RESULTS, '*', 'r', record)
    all_records = all_records + 1
    all_record_bytes = all_record_bytes + #record
  end
end

local function retry(held_id, lane, class, message, delay)
  local entry = entry_held(held_id)
  local attempt, crash, depth, id, payload = parse(entry)
  if not attempt or attempt >= job.retries then
    bury(job, held_id, lane, class, false, message, entry)
    return
  end
  -- Of the same millisecond, the first one settled comes first: the change number is the fraction.
  local fraction = (changed() % 4000) / 4096
  redis.call('ZADD', P .. ':dly', string.format('%.4f', job.now + tonumber(delay) + fraction), id)
  hold(id, lane, class, entry_of(attempt + 1, crash, depth, id, payload))
  count('delayed', 1)
  count('retries', 1)
  tally('r', class, 1, payload_of(entry) .. '\n' .. message)
end

local function put_back(id, lane, l, delay)
  push_back(lane, entry_held(id))
  forget(id)
  -- Nothing was started: the job's own delay and rate are given back, unless another of this lane is in hand.
  if l.active == 0 then
    l.next = job.now + delay
  else
    l.next = math.max(l.next, job.now + delay)
  end
  if job.interval then
    redis.call('HINCRBYFLOAT', KEYS[1], 'nextStart', string.format('%.3f', -job.interval))
    job.next_start = job.next_start - job.interval
  end
end

local left_out = {}
local function leave_out(at)
  for i = at + FIELDS, at + FIELDS + 3 * tonumber(ARGV[at + FIELDS - 1]) - 1, 3 do
    local rule = left_out[ARGV[i]] or { links = 0, sample = ARGV[i + 2] }
    rule.links = rule.links + tonumber(ARGV[i + 1])
    left_out[ARGV[i]] = rule
  end
end

local function settle(at)
  local id, kind, a, b, c, told = ARGV[at], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], tonumber(ARGV[at + 6])
  local lane = lanes[id]
  if not lane then
    count('refused', 1)
    return 'R'
  end
  lanes[id] = nil -- an item that is named twice is settled once
  local l = unhand(id, lane)
  if calls_of[id] < tonumber(ARGV[at + 7]) then
    count('refused', 1)
    put_back(id, lane, l, 0)
    return 'R'
  end
  if told > 0 then
    l.told = told
  end
  leave_out(at)
  if kind == 'done' then
    done(id, lane, a, b, c)
  elseif kind == 'retry' then
    retry(id, lane, a, b, c)
  elseif kind == 'back' then
    put_back(id, lane, l, tonumber(a))
  elseif kind == 'dead' then
    bury(job, id, lane, a, c == '1', b, entry_held(id))
  else
    exclude(kind == 'redirected' and 'Redirected' or a, payload_of(entry_held(id)))
    forget(id)
  end
  return 'A'
end

-- What goes back to the head of a lane last comes out first: so those in reverse.
for i = 1, items do
  if ARGV[starts[i] + 2] ~= 'back' then
    verdicts[i] = settle(starts[i])
  end
end
for i = items, 1, -1 do
  verdicts[i] = verdicts[i] or settle(starts[i])
end
for rule, left in pairs(left_out) do
  tally('k', rule, left.links, left.sample)
  count('skipped', left.links)
end
count('done', all_done)
count('bytes', all_bytes)
count('records', all_records)
count('recordBytes', all_record_bytes)
write_items()

local leases = {}
if tonumber(ARGV[3]) > 0 then
  write_lanes(job)
  leases = take(job, ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[2]))
end
write_lanes(job)
write_budgets(job)
write_counts()
redis.call('HSET', P .. ':w', ARGV[1], int(job.now))
local queue, change, wake = hint(job, tonumber(ARGV[3]) > 0)
return { 'ok', queue, change, wake, job.clock, job.state, job.generation, job.epoch, table.concat(verdicts), unpack(leases) }
