-- Brings a job into a queue's shared sets, or takes it out of them.
-- KEYS  1 {q:<namespace>/<queue>}:ready
-- ARGV  1 join | leave · 2 job · 3 weight · 4 change number · 5 wake ms
-- Reply ok
-- Cost  O(log jobs)
-- flags allow-oom
local Q = string.sub(KEYS[1], 1, -7)
local job = ARGV[2]
if ARGV[1] == 'leave' then
  redis.call('ZREM', Q .. ':ready', job)
  redis.call('ZREM', Q .. ':sleep', job)
  redis.call('HDEL', Q .. ':jobs', job)
  if redis.call('HLEN', Q .. ':jobs') <= 1 + redis.call('HEXISTS', Q .. ':jobs', '@limits') then
    redis.call('HDEL', Q .. ':jobs', '@')
  end
  return { 'ok' }
end
local value = redis.call('HGET', Q .. ':jobs', job)
local virtual, change = string.match(value or '|0|0', '^[^|]*|([^|]*)|([^|]*)')
if not value then
  virtual = redis.call('HGET', Q .. ':jobs', '@') or '0'
end
local news = tonumber(ARGV[4]) >= tonumber(change)
redis.call('HSET', Q .. ':jobs', job, ARGV[3] .. '|' .. virtual .. '|' .. (news and ARGV[4] or change))
if news or not value then
  redis.call('ZREM', Q .. ':ready', job)
  redis.call('ZADD', Q .. ':sleep', ARGV[5], job)
end
return { 'ok' }
