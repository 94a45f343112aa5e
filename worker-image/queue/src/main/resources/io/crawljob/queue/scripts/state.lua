-- Moves a job between running and suspended, or says that its seeds are in.
-- KEYS  1 P:m
-- ARGV  1 seeded | suspend | resume
-- Reply ok | gone, queue, change number, wake ms
-- Cost  O(1)
-- flags allow-oom
-- include job
local job = open_job()
if not job then
  return { 'gone' }
end
if ARGV[1] == 'seeded' then
  redis.call('HSET', KEYS[1], 'seeded', '1')
elseif ARGV[1] == 'suspend' and job.state == 'running' then
  job.state = 'suspended'
elseif ARGV[1] == 'resume' and job.state == 'suspended' then
  job.state = 'running'
end
redis.call('HSET', KEYS[1], 'state', job.state)
return { 'ok', hint(job, true) }
