-- Gives places back, used or not.
-- KEYS  the lanes
-- ARGV  the member of each
-- Reply ok
-- Cost  O(lanes × log members)
-- flags allow-oom
for i, key in ipairs(KEYS) do
  redis.call('ZREM', key .. ':m', ARGV[i])
end
return { 'ok' }
