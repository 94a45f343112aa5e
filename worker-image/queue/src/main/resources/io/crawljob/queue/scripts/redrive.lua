-- Puts dead letters back as waiting, their tries and crashes forgotten. Permanent ones (class with a leading !) only when their class is named. A finished
-- job that gets some runs again, as its next run: what is over stays over within a run.
-- KEYS  1 P:m
-- ARGV  1 failure class, '' for all that are not permanent · 2 rank in P:dlq to begin at · 3 run of a finished job from now on
-- Reply ok | gone, queue, change number, wake ms, how many, rank to go on at (-1: all seen)
-- Cost  at most 256 dead letters
-- include job
-- include lanes
-- include items
local job = open_job()
if not job then
  return { 'gone' }
end
local from = tonumber(ARGV[2])
local ids = redis.call('ZRANGE', P .. ':dlq', from, from + 255)
local moved = 0
if job.state ~= 'cancelled' then
  for _, id in ipairs(ids) do
    local _, _, lane, class, entry = held(id)
    local permanent = string.sub(class, 1, 1) == '!'
    local name = permanent and string.sub(class, 2) or class
    if (ARGV[1] == '' and not permanent) or ARGV[1] == name then
      local _, _, depth, _, payload = parse(entry)
      redis.call('RPUSH', P .. ':q:' .. lane, entry_of(0, 0, depth, id, payload))
      redis.call('ZREM', P .. ':dlq', id)
      redis.call('HDEL', P .. ':fl', id)
      lane_of(lane)
      moved = moved + 1
      if redis.call('HINCRBY', P .. ':c', 'f:' .. name, -1) <= 0 then
        redis.call('HDEL', P .. ':c', 'f:' .. name, 'F:' .. name)
      end
    end
  end
end
if moved > 0 and job.state == 'finished' then
  job.state = 'running'
  redis.call('HSET', KEYS[1], 'state', 'running', 'run', ARGV[3])
end
count('failed', -moved)
count('waiting', moved)
write_lanes(job)
write_counts()
local queue, change, wake = hint(job, true)
return { 'ok', queue, change, wake, moved, #ids < 256 and -1 or from + #ids - moved }
