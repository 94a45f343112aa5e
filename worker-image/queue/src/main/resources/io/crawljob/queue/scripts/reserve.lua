-- Asks lanes for a start: a time within the horizon, whose slot is then used up, or a refusal with the time to ask again.
-- KEYS  the lanes; one that is named again is asked again
-- ARGV  1 how long a place is kept, ms · 2… for each lane: member, policy (version|delay ms|highest concurrency|ms between starts by rate, 0: none|burst|
--       blocked until, 0: not). What stands before the first | of a member names who waits
-- Reply for each lane: S, ms until the start, ms by which it may be late · or R, ms until asking again, reason; then the lane's concurrency, 1 when it is
--       slowed down by its server or unreachable, and its delay, ms
-- Cost  two commands a lane; more where places are few: O(places + waiters), waiters ≤ 64
-- flags allow-oom
-- include lane
local now = clock_ms()
local place_ms = tonumber(ARGV[1])

local function obey_policy(lane, text)
  if text == lane.policy.text then
    return
  end
  local policy = policy_of(text)
  if policy.v >= lane.policy.v then
    lane.policy, lane.new_policy = policy, true
  end
end

-- How many waited longer than this one, of those that still come back in time; since when it waits itself; how many others there are.
local function ahead_of(lane, waiter)
  if not lane.waited then
    return 0, nil, 0
  end
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
  if #others == 0 and not since then
    redis.call('HDEL', lane.key, 'w')
    lane.waited = nil
  end
  return ahead, since, #others
end

local function refuse(lane, waiter, since, others, ask_in, reason)
  ask_in = math.max(20, math.ceil(ask_in))
  if reason == 'BLOCKED' then
    ask_in = math.min(ask_in, 30000) -- a policy may be changed before its time
  end
  if others < 64 then
    redis.call('HSET', lane.key .. ':w', waiter, int(since or now) .. '|' .. int(now + ask_in))
    redis.call('PEXPIRE', lane.key .. ':w', math.max(60000, ask_in + 2 * PATIENCE))
    if not lane.waited then
      redis.call('HSET', lane.key, 'w', '1')
      lane.waited = true
    end
  end
  return 'R', ask_in, reason
end

-- Whether the lane has no room; a place that the member has already is its own.
local function is_full(lane, member)
  if lane.n + #lane.new < lane.policy.c then
    return false
  end
  local places = count_places(lane)
  if redis.call('HDEL', lane.key, '@' .. member) == 1 then
    places = places - 1
    lane.n = places
    redis.call('HSET', lane.key, 'n', places)
  end
  return places + #lane.new >= lane.policy.c
end

local function reserve(lane, member)
  local waiter = string.match(member, '^[^|]*')
  local start, reason = first_start(lane)
  local gap, why, rate = spacing(lane)
  local ahead, since, others = ahead_of(lane, waiter)
  if start > now + HORIZON then
    return refuse(lane, waiter, since, others, start - now - 300 + ahead * math.max(gap, rate), reason)
  end
  if is_full(lane, member) then
    return refuse(lane, waiter, since, others, math.max(200 * (ahead + 1), start - now - 300), 'CONCURRENCY')
  end
  if ahead > 0 then
    return refuse(lane, waiter, since, others, start - now + ahead * math.max(gap, rate, 200), reason or REASONS[why])
  end
  lane.next = start + gap
  if rate > 0 then
    lane.tat = math.max(lane.tat, start) + rate
  end
  lane.new[#lane.new + 1] = { member, int(start + place_ms) }
  lane.placed = math.max(lane.placed or 0, start + place_ms)
  if since then
    redis.call('HDEL', lane.key .. ':w', waiter)
  end
  return 'S', start - now, most_late(lane, gap, rate)
end

-- All that is new of a lane in one write.
local function write(lane)
  if lane.new_policy then
    redis.call('HSET', lane.key, 'p', lane.policy.text)
  end
  if #lane.new > 0 then
    local fields = { 'n', lane.n + #lane.new, 'next', int(lane.next) }
    if lane.tat > 0 then
      fields[5], fields[6] = 'tat', int(lane.tat)
    end
    for _, place in ipairs(lane.new) do
      fields[#fields + 1] = '@' .. place[1]
      fields[#fields + 1] = place[2]
    end
    local added = redis.call('HSET', lane.key, unpack(fields)) - (lane.had_n and 0 or 2) - ((lane.tat > 0 and not lane.had_tat) and 1 or 0)
    if added < #lane.new then -- a place that its member had already
      redis.call('HINCRBY', lane.key, 'n', added - #lane.new)
    end
  end
  remember(lane)
end

local lanes, order, reply = {}, {}, {}
for i, key in ipairs(KEYS) do
  local lane = lanes[key]
  if not lane then
    lane = read_lane(key, now)
    lane.new = {}
    lanes[key] = lane
    order[#order + 1] = lane
  end
  obey_policy(lane, ARGV[2 * i + 1])
  local verdict, ms, reason = reserve(lane, ARGV[2 * i])
  local s = lane.signals
  local at = #reply
  reply[at + 1], reply[at + 2], reply[at + 3], reply[at + 4] = verdict, ms, reason, lane.policy.c
  reply[at + 5], reply[at + 6] = (s.back > 0 or s.cf > 0 or s.ra > now) and 1 or 0, delay_of(lane)
end
for _, lane in ipairs(order) do
  write(lane)
end
return reply
