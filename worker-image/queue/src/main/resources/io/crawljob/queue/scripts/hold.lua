-- Keeps places of requests that take long.
-- KEYS  the lanes
-- ARGV  1 how long a place is kept from now, ms · 2… the member of each lane
-- Reply ok
-- Cost  O(lanes × log members)
-- flags allow-oom
-- include lane
local now = clock_ms()
for i, key in ipairs(KEYS) do
  redis.call('ZADD', key .. ':m', 'XX', int(now + tonumber(ARGV[1])), ARGV[i + 1])
  redis.call('PEXPIRE', key .. ':m', int(tonumber(ARGV[1]) + 30000))
end
return { 'ok' }
