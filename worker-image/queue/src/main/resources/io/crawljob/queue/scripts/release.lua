-- Gives places back, used or not.
-- KEYS  the lanes
-- ARGV  for each: member, ms since its request really began (-1: it began in time, or not at all): the next start is as far from that one as it should be
-- Reply ok
-- Cost  two commands a lane
-- flags allow-oom
-- include lane
local now = clock_ms()
local members, order = {}, {}
local function move_on(key, began)
  local lane = read_lane(key, now)
  local pace = pace_of(lane)
  if began + pace.gap > lane.next then
    redis.call('HSET', key, 'next', int(began + pace.gap))
  end
  if pace.rate > 0 and began + pace.rate > lane.tat then
    redis.call('HSET', key, 'tat', int(began + pace.rate))
  end
end

for i, key in ipairs(KEYS) do
  if not members[key] then
    members[key] = {}
    order[#order + 1] = key
  end
  local of = members[key]
  of[#of + 1] = '@' .. ARGV[2 * i - 1]
  local ago = tonumber(ARGV[2 * i])
  if ago >= 0 and redis.call('HEXISTS', key, of[#of]) == 1 then
    move_on(key, now - ago)
  end
end
for _, key in ipairs(order) do
  local gone = redis.call('HDEL', key, unpack(members[key]))
  if gone > 0 then
    redis.call('HINCRBY', key, 'n', -gone)
  end
end
return { 'ok' }
