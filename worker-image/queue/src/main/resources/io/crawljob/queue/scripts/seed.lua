-- Admits seeds.
-- KEYS  1 P:m
-- ARGV  lane, id, depth, payload of each; at most 256
-- Reply ok | refused (the job is over) | gone, queue, change number, wake ms, admitted, known, over a limit
-- Cost  O(n)
-- include job
-- include items
-- include budgets
-- include admit
local job = open_job()
if not job then
  return { 'gone' }
end
if job.state == 'finished' or job.state == 'cancelled' then
  return { 'refused' }
end
local admitted, known, over = admit(job, 1, #ARGV)
write_budgets(job)
write_counts()
local queue, change, wake = hint(job, true)
return { 'ok', queue, change, wake, admitted, known, over }
