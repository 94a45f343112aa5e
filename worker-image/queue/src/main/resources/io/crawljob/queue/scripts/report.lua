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
local s = lane.signals
local kind, ms = ARGV[1], tonumber(ARGV[2])

if kind == 'answered' or kind == 'retryAfter' or kind == 'overloaded' then
  s.cf, s.rest = 0, 0
end
if kind == 'answered' and s.back > 0 then
  s.good = s.good + 1
  if s.good >= GOOD_ANSWERS then
    s.good, s.back = 0, s.back / 2 < FIRST_BACK_OFF and 0 or math.floor(s.back / 2)
  end
elseif kind == 'retryAfter' then
  s.ra = math.max(s.ra, now + math.min(ms, LONGEST_RETRY_AFTER))
elseif kind == 'overloaded' then
  s.back = math.min(LONGEST_BACK_OFF, math.max(FIRST_BACK_OFF, s.back * 2))
  s.back_at, s.good = now, 0
  lane.next = math.max(lane.next, now + s.back)
  redis.call('HSET', KEYS[1], 'next', int(lane.next))
elseif kind == 'connectFailed' then
  s.cf = s.cf + 1
  if s.cf >= FAILURES then
    s.rest = now + REST
  end
elseif kind == 'crawlDelay' then
  s.cd = ms
end

if s.cd > 0 or s.ra > now or s.cf > 0 or s.rest > now or s.back > 0 then
  redis.call('HSET', KEYS[1], 's', signals_text(s))
else
  redis.call('HDEL', KEYS[1], 's')
end
remember(lane)
return { 'ok' }
