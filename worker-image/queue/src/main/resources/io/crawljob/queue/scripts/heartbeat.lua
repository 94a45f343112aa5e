-- Says that a worker of a queue lives, and which jobs it has in hand, for `reap`.
-- KEYS  1 {q:<namespace>/<queue>}:ready
-- ARGV  1 worker · 2… jobs
-- Reply ok
-- Cost  O(jobs)
-- flags allow-oom
local key = string.sub(KEYS[1], 1, -7) .. ':w:' .. ARGV[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - 30000))
for i = 2, #ARGV do
  redis.call('ZADD', key, string.format('%.0f', now), ARGV[i])
end
redis.call('PEXPIRE', key, 30000)
return { 'ok' }
