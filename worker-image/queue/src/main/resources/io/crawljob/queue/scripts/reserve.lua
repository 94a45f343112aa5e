-- Asks lanes for a start: a time within the horizon, whose slot is then used up, or a refusal with the time to ask again.
-- KEYS  the lanes
-- ARGV  1 how long a place is kept, ms · 2… for each lane: member, delay ms, highest concurrency, ms between starts by rate (0: none), blocked until
--       (0: not), policy version. What stands before the first | of a member names who waits
-- Reply for each lane: S | R, ms until the start or until asking again, reason ('' when it starts), the lane's concurrency, 1 when it is slowed down by
--       its server or unreachable
-- Cost  O(lanes × (log members + waiters)); waiters ≤ 64 a lane
-- include lane
local now = clock_ms()
local place_ms = tonumber(ARGV[1])

local function obey_policy(lane, at)
  local version = tonumber(ARGV[at + 5])
  if version < lane.v then
    return
  end
  lane.d, lane.c, lane.r, lane.b = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  if version > lane.v or redis.call('EXISTS', lane.key) == 0 then
    redis.call('HSET', lane.key, 'v', ARGV[at + 5], 'd', ARGV[at + 1], 'c', ARGV[at + 2], 'r', ARGV[at + 3], 'b', ARGV[at + 4])
  end
end

-- How many waited longer than this one, of those that still come back in time; and since when it waits itself.
local function ahead_of(lane, waiter)
  local all = redis.call('HGETALL', lane.key .. ':w')
  local since, others = nil, {}
  for i = 1, #all, 2 do
    local from, ask_at = string.match(all[i + 1], '^(%d+)|(%d+)$')
    if all[i] == waiter then
      since = tonumber(from)
    elseif tonumber(ask_at) + PATIENCE < now then
      redis.call('HDEL', lane.key .. ':w', all[i])
    else
      others[#others + 1] = tonumber(from)
    end
  end
  local ahead = 0
  for _, from in ipairs(others) do
    if not since or from < since then
      ahead = ahead + 1
    end
  end
  return ahead, since or now, #others
end

local function refuse(lane, waiter, since, others, ask_in, reason)
  ask_in = math.max(20, math.ceil(ask_in))
  if reason == 'BLOCKED' then
    ask_in = math.min(ask_in, 30000) -- a policy may be changed before its time
  end
  if others < 64 then
    redis.call('HSET', lane.key .. ':w', waiter, int(since) .. '|' .. int(now + ask_in))
    redis.call('PEXPIRE', lane.key .. ':w', math.max(60000, ask_in + 2 * PATIENCE))
  end
  return 'R', ask_in, reason
end

local function reserve(lane, member)
  local waiter = string.match(member, '^[^|]*')
  redis.call('ZREM', lane.key .. ':m', member)
  local start, reason = first_start(lane)
  local gap, why = spacing(lane)
  local ahead, since, others = ahead_of(lane, waiter)
  if start > now + HORIZON then
    return refuse(lane, waiter, since, others, start - now - 300 + ahead * gap, reason)
  end
  if in_flight(lane) >= lane.c then
    return refuse(lane, waiter, since, others, math.max(200 * (ahead + 1), start - now - 300), 'CONCURRENCY')
  end
  if ahead > 0 then
    return refuse(lane, waiter, since, others, start - now + ahead * math.max(gap, 200), reason or REASONS[why])
  end
  redis.call('HSET', lane.key, 'next', int(start + gap))
  redis.call('ZADD', lane.key .. ':m', int(start + place_ms), member)
  redis.call('PEXPIRE', lane.key .. ':m', int(HORIZON + place_ms + 30000))
  redis.call('HDEL', lane.key .. ':w', waiter)
  lane.next = start + gap
  return 'S', start - now, ''
end

local reply = {}
for i, key in ipairs(KEYS) do
  local at = 2 + (i - 1) * 6
  local lane = read_lane(key, now)
  obey_policy(lane, at)
  local verdict, ms, reason = reserve(lane, ARGV[at])
  remember(lane)
  local slowed = (lane.back > 0 or lane.cf > 0 or lane.ra > now) and '1' or '0'
  for _, value in ipairs({ verdict, int(ms), reason, int(lane.c), slowed }) do
    reply[#reply + 1] = value
  end
end
return reply
