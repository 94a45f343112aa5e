-- A worker cannot work by a job's plan.
-- KEYS  1 P:m
-- ARGV  1 generation of the plan, as it was leased by · 2 why
-- Reply ok | gone
-- Cost  O(1)
-- flags allow-oom
-- include job
local job = open_job()
if not job then
  return { 'gone' }
end
redis.call('HSET', KEYS[1], 'unreadable', int(job.clock) .. '|' .. ARGV[1] .. '|' .. ARGV[2])
return { 'ok' }
