-- Keeps places of requests that take long.
-- KEYS  the lanes
-- ARGV  1 how long a place is kept from now, ms · 2… the member of each lane
-- Reply ok
-- Cost  three commands a lane
-- flags allow-oom
-- include lane
local now = clock_ms()
for i, key in ipairs(KEYS) do
  local place = '@' .. ARGV[i + 1]
  if redis.call('HEXISTS', key, place) == 1 then
    local ends = now + tonumber(ARGV[1])
    redis.call('HSET', key, place, int(ends))
    keep_until(key, tonumber(redis.call('HGET', key, 'e') or '0'), ends, now)
  end
end
return { 'ok' }
