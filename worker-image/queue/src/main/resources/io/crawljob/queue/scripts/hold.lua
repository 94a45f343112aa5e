-- Keeps places of requests that take long.
-- KEYS  the lanes
-- ARGV  1 how long a place is kept from now, ms · 2… the member of each lane
-- Reply ok
-- Cost  two commands a lane
-- flags allow-oom
-- include lane
local now = clock_ms()
for i, key in ipairs(KEYS) do
  local place = '@' .. ARGV[i + 1]
  if redis.call('HEXISTS', key, place) == 1 then
    redis.call('HSET', key, place, int(now + tonumber(ARGV[1])))
  end
end
return { 'ok' }
