-- Keeps a page of a namespace, and lets the oldest go when all of them are too large.
-- KEYS  1 index: page → time, beside it `:sizes`, page → bytes, and `:total`
-- ARGV  1 page · 2 document · 3 how long, ms · 4 bytes that all pages may have
-- Reply ok, pages that went
-- Cost  O(log pages), and at most 64 pages that go
local index, sizes, total = KEYS[1], KEYS[1] .. ':sizes', KEYS[1] .. ':total'
local tag = string.sub(index, 1, -6)
local time = redis.call('TIME')
local size = #ARGV[2]
redis.call('SET', tag .. ARGV[1], ARGV[2], 'PX', ARGV[3])
local before = tonumber(redis.call('HGET', sizes, ARGV[1]) or '0')
redis.call('HSET', sizes, ARGV[1], size)
redis.call('ZADD', index, time[1], ARGV[1])
local bytes = redis.call('INCRBY', total, size - before)
local gone = 0
while bytes > tonumber(ARGV[4]) and gone < 64 do
  local oldest = redis.call('ZRANGE', index, 0, 0)[1]
  if not oldest or oldest == ARGV[1] then
    break
  end
  bytes = redis.call('INCRBY', total, -tonumber(redis.call('HGET', sizes, oldest) or '0'))
  redis.call('UNLINK', tag .. oldest)
  redis.call('HDEL', sizes, oldest)
  redis.call('ZREM', index, oldest)
  gone = gone + 1
end
for _, key in ipairs({ index, sizes, total }) do
  redis.call('PEXPIRE', key, ARGV[3])
end
return { 'ok', gone }
