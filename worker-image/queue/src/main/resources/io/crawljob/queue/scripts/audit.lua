-- Counts a job's items where they are, and mends on demand what does not agree: a lane that nobody would ask, an item that is in no place or in two, counters.
-- KEYS  1 P:m
-- ARGV  1 1 to mend · 2… lanes that have a list (found by scanning; those that the job's own sets name are looked at anyway)
-- Reply ok | gone, queue, change number, wake ms, discovered, waiting, delayed, leased, done, failed, excluded, dead letters, records, marks, then findings
-- Cost  O(lanes + leased + delayed + dead + sets of marks): some 100 ms for 100,000
-- flags allow-oom
-- include job
-- include lanes
-- include items
local job = open_job()
if not job then
  return { 'gone' }
end
local mend = ARGV[1] == '1'
local findings = {}

local function found(text)
  if #findings < 50 then
    findings[#findings + 1] = text
  end
end

-- Every id of P:fl has one place, and every place an id in P:fl.
local place, leased_of = {}, {}
for _, key in ipairs({ 'inf', 'dly', 'dlq' }) do
  for _, id in ipairs(redis.call('ZRANGE', P .. ':' .. key, 0, -1)) do
    local number, _, lane = held(id)
    local right = number and not place[id] and (key == 'inf') == (number ~= '0')
    if not right then
      found('item ' .. id .. ' is in ' .. key .. ' without being so')
      if mend then
        redis.call('ZREM', P .. ':' .. key, id)
      end
    else
      place[id] = key
      if key == 'inf' then
        leased_of[lane] = (leased_of[lane] or 0) + 1
      end
    end
  end
end
for _, id in ipairs(redis.call('HKEYS', P .. ':fl')) do
  if not place[id] then
    local _, _, lane = held(id)
    found('item ' .. id .. ' is in no place')
    if mend then
      redis.call('LPUSH', P .. ':q:' .. lane, entry_held(id))
      forget(id)
    end
  end
end

-- Every lane with items is in P:L, and as many are leased of it as P:la says.
local lanes, waiting = {}, 0
for i = 2, #ARGV do
  lanes[ARGV[i]] = true
end
for _, lane in ipairs(redis.call('ZRANGE', P .. ':L', 0, -1)) do
  lanes[lane] = true
end
for _, lane in ipairs(redis.call('HKEYS', P .. ':la')) do
  lanes[lane] = true
end
for lane in pairs(leased_of) do
  lanes[lane] = true
end
for lane in pairs(lanes) do
  local many = redis.call('LLEN', P .. ':q:' .. lane)
  waiting = waiting + many
  local l = lane_of(lane)
  local really = leased_of[lane] or 0
  l.empty = many == 0 and SEEN or nil
  if l.active ~= really then
    found('lane ' .. lane .. ' has ' .. really .. ' leased, noted ' .. l.active)
    l.active = really
  end
  if many > 0 and not redis.call('ZSCORE', P .. ':L', lane) then
    found('lane ' .. lane .. ' has ' .. many .. ' waiting, and nobody would ask it')
  end
end
if mend then
  write_items()
  write_lanes(job)
end

local delayed, leased = redis.call('ZCARD', P .. ':dly'), redis.call('ZCARD', P .. ':inf')
local records, marks = redis.call('XLEN', P .. ':res'), 0
for bucket = 0, job.buckets - 1 do
  marks = marks + redis.call('SCARD', P .. ':s:' .. int(bucket))
end

local function right(name, really)
  local counted = counts(name)
  if counted ~= really then
    found(name .. ' is ' .. int(really) .. ', counted ' .. int(counted))
    if mend then
      count(name, really - counted)
    end
  end
  return really
end
right('waiting', waiting)
right('delayed', delayed)
right('leased', leased)
right('records', records)
local done, failed, excluded = counts('done', 'failed', 'excluded')
local dead = redis.call('ZCARD', P .. ':dlq')
if dead > failed then
  right('failed', dead)
  failed = dead
end
local discovered = right('discovered', waiting + delayed + leased + done + failed + excluded)
if marks < discovered then
  found(int(discovered - marks) .. ' admitted without a mark')
end
if mend then
  write_counts()
end
local queue, change, wake = hint(job, true)
local reply = { 'ok', queue, change, wake }
for _, number in ipairs({ discovered, waiting, delayed, leased, done, failed, excluded, dead, records, marks }) do
  reply[#reply + 1] = int(number)
end
for _, text in ipairs(findings) do
  reply[#reply + 1] = text
end
return reply
