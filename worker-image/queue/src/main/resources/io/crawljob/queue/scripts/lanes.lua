-- Reads lanes.
-- KEYS  the lanes
-- ARGV  none
-- Reply now, then for each lane: requests in flight, ms from which on it may be asked (0: now), reason ('' when it is free)
-- Cost  O(lanes)
-- include lane
local now = clock_ms()
local reply = { int(now) }
for _, key in ipairs(KEYS) do
  local lane = read_lane(key, now)
  local start, reason = first_start(lane)
  local many = redis.call('ZCOUNT', key .. ':m', '(' .. int(now), '+inf')
  if not reason and lane.c > 0 and many >= lane.c then
    reason = 'CONCURRENCY'
  end
  reply[#reply + 1] = int(many)
  reply[#reply + 1] = reason and int(start) or '0'
  reply[#reply + 1] = reason or ''
end
return reply
