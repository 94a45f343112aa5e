-- Reads lanes.
-- KEYS  the lanes
-- ARGV  none
-- Reply for each lane: requests in flight, ms from which on it may be asked (0: now), reason ('' when it is free), 1 when starts that
--       were granted before may not be used either, 1 when somebody who was refused waits
-- Cost  O(lanes + places)
-- include lane
local now = clock_ms()
local reply = {}
for _, key in ipairs(KEYS) do
  local lane = read_lane(key, now)
  local start, reason = first_start(lane)
  local many = 0
  local all = lane.n > 0 and redis.call('HGETALL', key) or {}
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 1) == '@' and tonumber(all[i + 1]) > now then
      many = many + 1
    end
  end
  if not reason and lane.policy.c > 0 and many >= lane.policy.c then
    reason = 'CONCURRENCY'
  end
  reply[#reply + 1] = many
  reply[#reply + 1] = reason and int(start) or '0'
  reply[#reply + 1] = reason or ''
  reply[#reply + 1] = closed_until(lane) > now and 1 or 0
  reply[#reply + 1] = lane.waited and 1 or 0
end
return reply
