-- Extends a worker's leases in one job, and says that the worker lives.
-- KEYS  1 P:m
-- ARGV  1 worker · 2 lease time, ms · 3… id, lease number of each; at most 256
-- Reply ok | gone, then the ids whose lease is not the worker's any more (it stops their fetch)
-- Cost  O(n log leased)
-- flags allow-oom
-- include job
-- include lanes
-- include items
local job = open_job()
if not job then
  return { 'gone' }
end
local lost = { 'ok' }
for i = 3, #ARGV, 2 do
  local number, worker = held(ARGV[i])
  if number == ARGV[i + 1] and worker == ARGV[1] then
    redis.call('ZADD', P .. ':inf', 'XX', int(job.now + tonumber(ARGV[2])), ARGV[i])
  else
    lost[#lost + 1] = ARGV[i]
  end
end
redis.call('HSET', P .. ':w', ARGV[1], int(job.now))
return lost
