-- Creates a job's keys, or brings its plan up to date.
-- KEYS  1 P:m
-- ARGV  1 generation · 2 run · 3 queue · 4 plan · 5 sets of marks (for a new job) · 6… field, value of P:m: limits, politeness, weight ('' = none)
-- Reply created | updated | unchanged | stale | occupied, queue before, state, queue, change number, wake ms
-- Cost  O(1)
-- include job
local generation, run = tonumber(ARGV[1]), tonumber(ARGV[2])
local before = redis.call('HMGET', KEYS[1], 'state', 'generation', 'run', 'queue')
local verdict
if before[1] then
  if tonumber(before[3]) > run or (tonumber(before[3]) == run and tonumber(before[2]) > generation) then
    return { 'stale', before[4], before[1], before[4], 0, 0 }
  end
  if before[1] == 'draining' or tonumber(before[3]) < run then
    return { 'occupied', before[4], before[1], before[4], 0, 0 }
  end
  if tonumber(before[2]) == generation then
    verdict = 'unchanged'
  else
    verdict = 'updated'
  end
else
  verdict = 'created'
  local now = clock_ms()
  -- Lease and change numbers begin at the clock, so that they also grow over runs and wipes.
  redis.call('HSET', KEYS[1], 'state', 'running', 'schema', '1', 'epoch', int(now), 'run', ARGV[2], 'seeded', '0', 'buckets', ARGV[5],
    'lease', int(now * 1000), 'change', int(now))
end
if verdict ~= 'unchanged' then
  redis.call('HDEL', KEYS[1], 'complaint')
  redis.call('HSET', KEYS[1], 'generation', ARGV[1], 'queue', ARGV[3], 'plan', ARGV[4])
  for i = 6, #ARGV, 2 do
    if ARGV[i + 1] == '' then
      redis.call('HDEL', KEYS[1], ARGV[i])
    else
      redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
    end
  end
end
local job = open_job()
return { verdict, before[4] or ARGV[3], job.state, hint(job, true) }
