-- The only way to a job's end: checks that its seeds are in and nothing is left, and closes it, in one step.
-- KEYS  1 P:m
-- ARGV  none
-- Reply closed | gone | open, queue, what is left (when open)
-- Cost  O(1)
-- flags allow-oom
-- include job
local job = open_job()
if not job then
  return { 'gone' }
end
if job.state == 'finished' then
  return { 'closed', job.queue }
end
if not job.seeded and job.state ~= 'cancelled' then
  return { 'open', job.queue, 'its seeds are not all in' }
end
local waiting = counts('waiting')
local delayed = redis.call('ZCARD', P .. ':dly')
local leased = redis.call('ZCARD', P .. ':inf')
if waiting > 0 or delayed > 0 or leased > 0 then
  return { 'open', job.queue, int(waiting) .. ' waiting, ' .. delayed .. ' delayed, ' .. leased .. ' leased' }
end
if job.state ~= 'cancelled' then
  redis.call('HSET', KEYS[1], 'state', 'finished')
  redis.call('UNLINK', P .. ':la', P .. ':L', P .. ':w')
end
return { 'closed', job.queue }
