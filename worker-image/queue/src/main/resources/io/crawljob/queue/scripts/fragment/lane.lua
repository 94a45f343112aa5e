-- Fragment: one lane's budget. Its HASH keeps
--   next        ms before which nothing starts, by delay and rate (GCRA without a burst: starts are evenly spaced)
--   v d c r b   the highest policy version seen, and its delay, concurrency, interval by rate, blocked-until
--   cd          robots.txt's Crawl-delay · ra: the server's Retry-After, until · cf, rest: failures to connect in a row, resting until
--   back backAt good   the back-off's delay, when it last grew, good answers since
local HORIZON = 2000
local PATIENCE = 1000 -- a place is kept for whoever waited longest until this long after it was to ask again
local BACK_OFF_FORGOTTEN = 600000
local LONGEST_RETRY_AFTER = 3600000
local REASONS = { next = 'DELAY', rate = 'RATE', ra = 'RATE_LIMITED', rest = 'UNREACHABLE', b = 'BLOCKED' }

local function int(number)
  return string.format('%.0f', number)
end

local function clock_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The lane with the strictest of its budgets. Times that a clock set back has left far ahead are cut to what they can be at most.
local function read_lane(key, now)
  local f = redis.call('HMGET', key, 'next', 'v', 'd', 'c', 'r', 'b', 'cd', 'ra', 'cf', 'rest', 'back', 'backAt')
  for i = 1, 12 do
    f[i] = tonumber(f[i] or '0')
  end
  local lane = { key = key, now = now, next = f[1], v = f[2], d = f[3], c = f[4], r = f[5], b = f[6], cd = f[7],
    ra = math.min(f[8], now + LONGEST_RETRY_AFTER), cf = f[9], rest = math.min(f[10], now + LONGEST_RETRY_AFTER), back = f[11] }
  if now - f[12] > BACK_OFF_FORGOTTEN then
    lane.back = 0
  end
  return lane
end

-- ms between two starts, and what sets them
local function spacing(lane)
  local delay = math.max(lane.d, lane.cd, lane.back)
  if lane.back > 0 and lane.back >= delay and lane.back >= lane.r then
    return delay, 'ra'
  end
  if lane.r > delay then
    return lane.r, 'rate'
  end
  return delay, 'next'
end

-- When the next request may start, and why not before
local function first_start(lane)
  local gap, why = spacing(lane)
  local start, reason = lane.now, nil
  local function later(at, because)
    if at > start then
      start, reason = at, because
    end
  end
  later(math.min(lane.next, lane.now + HORIZON + gap), REASONS[why])
  later(lane.ra, REASONS.ra)
  later(lane.rest, REASONS.rest)
  later(lane.b, REASONS.b)
  return start, reason
end

local function in_flight(lane)
  redis.call('ZREMRANGEBYSCORE', lane.key .. ':m', '-inf', int(lane.now))
  return redis.call('ZCARD', lane.key .. ':m')
end

-- A lane's key ends by itself, but not before what slows it down; a Crawl-delay is kept as long as robots.txt is.
local function remember(lane)
  local until_ms = math.max(lane.now, lane.next, lane.ra, lane.rest) + BACK_OFF_FORGOTTEN
  redis.call('PEXPIRE', lane.key, int(math.max(until_ms - lane.now, lane.cd > 0 and 90000000 or 0)))
end
