-- One reading of a job.
-- KEYS  1 P:m
-- ARGV  1 lanes to look at
-- Reply ok | gone | draining, now, { state, epoch, generation, run, seeded, queue, weight, change, waiting
--       items from which on no link is admitted, events kept, dead letters kept, what a worker complained of lately, why }, P:c as field, value …, delayed, leased, due within 30 s,
--       next due ms ('' = none), items that lanes would let be in flight at once, 1 when the result store is full, wake ms,
--       { lane, waiting, not before ms (0 = its concurrency holds it; -1 = only what waits for another try may be held back), how many wait for another try }
--       … of lanes that hold it back
-- Cost  O(fields of P:c + lanes looked at)
-- include job
-- include lanes
-- include items
local COMPLAINT_MS = 25000 -- whoever still cannot says so every ten seconds
local m = redis.call('HMGET', KEYS[1], 'state', 'epoch', 'generation', 'run', 'seeded', 'queue', 'weight', 'change', 'maxWaiting', 'eventsKept', 'lettersKept',
  'complaint')
if not m[1] then
  return { 'gone' }
end
if m[1] == 'draining' then
  return { 'draining', int(clock_ms()), m }
end
local job = open_job()
local ahead = job.now - job.clock
m[9], m[10], m[11] = m[9] or MAX_WAITING, m[10] or EVENTS_KEPT, m[11] or LETTERS_KEPT
local said, kind, why = string.match(m[12] or '', '^(%d+)|(%u+)|(.*)$')
local lately = said and tonumber(said) > job.clock - COMPLAINT_MS
m[12], m[13] = lately and kind or '', lately and why or ''
local records, record_bytes = counts('records', 'recordBytes')
local leased = redis.call('ZCARD', P .. ':inf')
local full = records + leased >= job.max_records or record_bytes >= job.max_record_bytes
job.full = full
local lanes = redis.call('ZCARD', P .. ':L')
-- How many wait for another try, by lane: in proportion, by those that are tried last.
local delayed, tries = redis.call('ZCARD', P .. ':dly'), {}
if delayed > 0 then
  local last = redis.call('ZREVRANGE', P .. ':dly', 0, tonumber(ARGV[1]) - 1)
  for _, value in ipairs(redis.call('HMGET', P .. ':fl', unpack(last))) do
    if value then
      local _, _, lane = open_held(value)
      tries[lane] = (tries[lane] or 0) + delayed / #last
    end
  end
end
local open, seen, held_back = 0, 0, {}
-- From the last to be asked on, so that those that hold the job back are among them.
local looked_at = redis.call('ZREVRANGE', P .. ':L', 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
for i = 1, #looked_at, 2 do
  local lane, at = looked_at[i], tonumber(looked_at[i + 1])
  local waiting = redis.call('LLEN', P .. ':q:' .. lane)
  local l = lane_of(lane)
  seen = seen + 1
  if waiting > 0 and (at <= job.now + 30000 or at == PARKED) then
    open = open + math.max(0, math.min(lane_limit(job, l) - l.active, waiting))
  end
  if waiting > 0 and at > job.now then
    held_back[#held_back + 1] = { lane, waiting, at == PARKED and '0' or int(at - ahead), int(tries[lane] or 0) }
    tries[lane] = nil
  end
end
for lane, number in pairs(tries) do
  held_back[#held_back + 1] = { lane, redis.call('LLEN', P .. ':q:' .. lane), '-1', int(number) }
end
if seen > 0 and lanes > seen then
  open = math.floor(open * lanes / seen)
end
if full or job.state ~= 'running' then
  open = 0
end
local due = redis.call('ZRANGE', P .. ':dly', 0, 0, 'WITHSCORES')
return { 'ok', int(job.clock), m, redis.call('HGETALL', P .. ':c'), delayed, leased,
  redis.call('ZCOUNT', P .. ':dly', '-inf', int(job.now + 30000)), due[2] and int(tonumber(due[2]) - ahead) or '', leased + open, full and 1 or 0,
  int(next_ask(job) - ahead), held_back }
