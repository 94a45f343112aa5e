-- Leases up to n items to a worker.
-- KEYS  1 P:m
-- ARGV  1 worker · 2 lease time, ms · 3 n ≤ 256
-- Reply ok | gone, queue, change number, wake ms, now, state, generation, epoch, then lease number, lane, entry of each
-- Cost  O(n log leased), and at most 64 leases that ran out and 64 due retries
-- flags allow-oom
-- include job
-- include lanes
-- include items
-- include budgets
-- include take
local job = open_job()
if not job then
  return { 'gone' }
end
local leases = take(job, ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[2]))
write_lanes(job)
write_budgets(job)
write_counts()
redis.call('HSET', P .. ':w', ARGV[1], int(job.now))
local queue, change, wake = hint(job, true)
return { 'ok', queue, change, wake, job.clock, job.state, job.generation, job.epoch, unpack(leases) }
