-- Gives back what a dead worker held in one job, as crashes.
-- KEYS  1 P:m
-- ARGV  1 worker, whatever process of its name · 2 rank in P:inf to begin at
-- Reply ok | gone, queue, change number, wake ms, how many, rank to go on at (-1: all seen)
-- Cost  at most 512 leased items
-- flags allow-oom
-- include job
-- include lanes
-- include items
local job = open_job()
if not job then
  return { 'gone' }
end
local function is_dead(worker)
  return string.match(worker, '^[^~]*') == ARGV[1]
end

local from = tonumber(ARGV[2])
local ids = redis.call('ZRANGE', P .. ':inf', from, from + 511)
local reaped = 0
for i = #ids, 1, -1 do
  local _, worker, lane = held(ids[i])
  if is_dead(worker) then
    give_back(job, ids[i], lane, true)
    reaped = reaped + 1
  end
end
for _, worker in ipairs(redis.call('HKEYS', P .. ':w')) do
  if is_dead(worker) then
    redis.call('HDEL', P .. ':w', worker)
  end
end
write_items()
write_lanes(job)
write_counts()
local queue, change, wake = hint(job, true)
return { 'ok', queue, change, wake, reaped, #ids < 512 and -1 or from + #ids - reaped }
