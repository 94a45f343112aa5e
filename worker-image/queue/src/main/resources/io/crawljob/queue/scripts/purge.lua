-- Removes a job's keys, a chunk a call. From the first one on the job is draining, which every other script takes for gone; P:m goes last.
-- KEYS  1 P:m
-- ARGV  none
-- Reply ok, queue ('' when not known), 1 when there is more to do
-- Cost  at most 256 lanes and 1,000 sets of marks a call; memory is freed in the background
-- flags allow-oom
local P = string.sub(KEYS[1], 1, -3)
local f = redis.call('HMGET', KEYS[1], 'queue', 'buckets', 'purged')
if not f[1] then
  return { 'ok', '', 0 }
end
local lanes = redis.call('ZRANGE', P .. ':L', 0, 255)
for _, lane in ipairs(lanes) do
  redis.call('UNLINK', P .. ':q:' .. lane)
  redis.call('ZREM', P .. ':L', lane)
end
local from, buckets = tonumber(f[3] or '0'), tonumber(f[2])
local to = math.min(from + 1000, buckets)
local keys = {}
for bucket = from, to - 1 do
  keys[#keys + 1] = P .. ':s:' .. bucket
end
if #keys > 0 then
  redis.call('UNLINK', unpack(keys))
end
if to < buckets or #lanes == 256 then
  redis.call('HSET', KEYS[1], 'state', 'draining', 'purged', to)
  return { 'ok', f[1], 1 }
end
redis.call('UNLINK', P .. ':L', P .. ':la', P .. ':inf', P .. ':fl', P .. ':e', P .. ':dly', P .. ':dlq', P .. ':h', P .. ':hb', P .. ':d', P .. ':db', P .. ':c', P .. ':w', P .. ':res', P .. ':ev', KEYS[1])
return { 'ok', f[1], 0 }
