-- Says what a job may hold, and lets the oldest of what is kept go when that is more.
-- KEYS  1 P:m
-- ARGV  1 waiting items from which on no link is admitted · 2 events kept · 3 dead letters kept
-- Reply ok | gone, dead letters that are still too many
-- Cost  O(events that go), and at most 256 dead letters that go
-- flags allow-oom
-- include job
-- include items
local job = open_job()
if not job then
  return { 'gone' }
end
redis.call('HSET', KEYS[1], 'maxWaiting', ARGV[1], 'eventsKept', ARGV[2], 'lettersKept', ARGV[3])
cut_events(tonumber(ARGV[2]))
job.letters_kept = tonumber(ARGV[3])
forget_letters(job, 256)
return { 'ok', math.max(0, redis.call('ZCARD', P .. ':dlq') - job.letters_kept) }
