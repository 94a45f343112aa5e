-- Puts dead letters back as waiting, their tries and crashes forgotten. Permanent ones (class with a leading !) only when their class, lane or id is named.
-- A finished job that gets some runs again, as its next run: what is over stays over within a run.
-- KEYS  1 P:m
-- ARGV  1 rank in P:dlq to begin at · 2 run of a finished job from now on · 3 failure class · 4 lane · 5 id; each '' for any
-- Reply ok | gone, queue, change number, wake ms, how many, rank to go on at (-1: all seen)
-- Cost  at most 256 dead letters
-- include job
-- include lanes
-- include items
local job = open_job()
if not job then
  return { 'gone' }
end
local from, run = tonumber(ARGV[1]), ARGV[2]
local only_class, only_lane, only_id = ARGV[3], ARGV[4], ARGV[5]
local named = only_class ~= '' or only_lane ~= '' or only_id ~= ''

local function fits(wanted, value)
  return wanted == '' or wanted == value
end

local ids = redis.call('ZRANGE', P .. ':dlq', from, from + 255)
local moved = 0
if job.state ~= 'cancelled' then
  for _, id in ipairs(ids) do
    local _, _, lane, class = held(id)
    local permanent = string.sub(class, 1, 1) == '!'
    local name = permanent and string.sub(class, 2) or class
    if (named or not permanent) and fits(only_class, name) and fits(only_lane, lane) and fits(only_id, id) then
      local entry = entry_held(id)
      local attempt, _, depth, _, payload = parse(entry)
      redis.call('RPUSH', P .. ':q:' .. lane, attempt and entry_of(0, 0, depth, id, payload) or entry)
      redis.call('ZREM', P .. ':dlq', id)
      forget(id)
      lane_of(lane).empty = nil
      moved = moved + 1
      if redis.call('HINCRBY', P .. ':c', 'f:' .. name, -1) <= 0 then
        redis.call('HDEL', P .. ':c', 'f:' .. name, 'F:' .. name)
      end
    end
  end
end
if moved > 0 and job.state == 'finished' then
  job.state = 'running'
  redis.call('HSET', KEYS[1], 'state', 'running', 'run', run)
end
write_items()
count('failed', -moved)
count('waiting', moved)
write_lanes(job)
write_counts()
local queue, change, wake = hint(job, true)
return { 'ok', queue, change, wake, moved, #ids < 256 and -1 or from + #ids - moved }
