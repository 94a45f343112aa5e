-- Tells a lane what a server's answer says about it.
-- KEYS  1 the lane
-- ARGV  1 answered | retryAfter | overloaded | connectFailed | crawlDelay · 2 ms, for retryAfter and crawlDelay
-- Reply ok
-- Cost  O(1)
-- flags allow-oom
-- include lane
local GOOD_ANSWERS = 10 -- after this many, half of a back-off is forgotten
local FIRST_BACK_OFF, LONGEST_BACK_OFF = 1000, 600000
local FAILURES, REST = 5, 120000 -- after so many failures to connect in a row, a lane rests
local now = clock_ms()
local lane = read_lane(KEYS[1], now)
local ms = tonumber(ARGV[2])

local function put(...)
  redis.call('HSET', KEYS[1], ...)
end

if ARGV[1] == 'answered' then
  redis.call('HDEL', KEYS[1], 'cf', 'rest')
  if lane.back > 0 then
    if redis.call('HINCRBY', KEYS[1], 'good', 1) >= GOOD_ANSWERS then
      put('good', 0, 'back', lane.back / 2 < FIRST_BACK_OFF and 0 or int(lane.back / 2))
    end
  end
elseif ARGV[1] == 'retryAfter' then
  redis.call('HDEL', KEYS[1], 'cf', 'rest')
  put('ra', int(math.max(lane.ra, now + math.min(ms, LONGEST_RETRY_AFTER))))
elseif ARGV[1] == 'overloaded' then
  redis.call('HDEL', KEYS[1], 'cf', 'rest')
  local back = math.min(LONGEST_BACK_OFF, math.max(FIRST_BACK_OFF, lane.back * 2))
  put('back', int(back), 'backAt', int(now), 'good', 0, 'next', int(math.max(lane.next, now + back)))
elseif ARGV[1] == 'connectFailed' then
  if redis.call('HINCRBY', KEYS[1], 'cf', 1) >= FAILURES then
    put('rest', int(now + REST))
  end
elseif ARGV[1] == 'crawlDelay' then
  put('cd', int(ms))
end
remember(read_lane(KEYS[1], now))
return { 'ok' }
