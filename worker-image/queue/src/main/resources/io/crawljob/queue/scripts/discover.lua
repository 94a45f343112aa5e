-- Admits links that a leased item's page named.
-- KEYS  1 P:m
-- ARGV  1 worker · 2 id of the leased item · 3 its lease number · 4… lane, id, depth, payload of each link; at most 256
-- Reply ok | refused (the lease is not the worker's) | gone, queue, change number, wake ms (0: nothing to tell), admitted, known, over a limit
-- Cost  O(n); a known link is one SADD
-- include job
-- include lanes
-- include items
-- include admit
local job = open_job()
if not job then
  return { 'gone' }
end
local number, worker = held(ARGV[2])
if number ~= ARGV[3] or worker ~= ARGV[1] then
  return { 'refused' }
end
local admitted, known, over = admit(job, 4)
if admitted + over > 0 then
  write_lanes(job)
  write_counts()
end
if admitted == 0 then
  return { 'ok', job.queue, 0, 0, admitted, known, over }
end
local queue, change, wake = hint(job, false)
return { 'ok', queue, change, wake, admitted, known, over }
