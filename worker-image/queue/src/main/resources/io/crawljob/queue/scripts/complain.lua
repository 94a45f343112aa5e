-- A worker cannot do a job's pages.
-- KEYS  1 P:m
-- ARGV  1 PLAN | SECRET | BROWSER · 2 why
-- Reply ok | gone
-- Cost  O(1)
-- flags allow-oom
-- include job
local job = open_job()
if not job then
  return { 'gone' }
end
redis.call('HSET', KEYS[1], 'complaint', int(job.clock) .. '|' .. ARGV[1] .. '|' .. ARGV[2])
return { 'ok' }
