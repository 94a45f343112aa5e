-- Publishes the policies, unless a higher version is there.
-- KEYS  1 policy
-- ARGV  1 version · 2 JSON
-- Reply ok
-- Cost  O(1)
-- flags allow-oom
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
if tonumber(ARGV[1]) >= version then
  redis.call('HSET', KEYS[1], 'version', ARGV[1], 'json', ARGV[2])
end
return { 'ok' }
