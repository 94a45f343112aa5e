-- Asks lanes for a start: a time within the horizon, whose slot is then used up, or a refusal with the time to ask again.
-- KEYS  the lanes; one that is named again is asked again
-- ARGV  1 how long a place is kept, ms · 2 lanes of one request: 1, or 2 when it also needs room in its queue's lane, which is named after its own: then it
--       gets both or neither · 3… for each lane: member, policy (version|delay ms|highest concurrency|ms between starts by rate, 0: none|burst|blocked until,
--       0: not; a queue's: |µs between starts by rate). What stands before the first | of a member names who waits
-- Reply for each request: S, ms until the start, ms by which it may be late · or R, ms until asking again, reason; then its lane's concurrency, 1 when that is
--       slowed down by its server or unreachable, its delay, ms, and 1 when it is the queue's lane that refuses
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
    lane.policy, lane.new_policy, lane.pace = policy, true, nil
  end
end

-- How many waited longer than this one, of those that still come back in time; since when it waits itself; how many others there are.
local function ahead_of(lane, waiter)
  local all = redis.call('HGETALL', lane.key .. ':w')
  local since, others = nil, {}
  for i = 1, #all, 2 do
    local from, ask_at = string.match(all[i + 1], '^(%d+)|(%d+)')
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
  if lane.policy.pool then
    ask_in = math.min(ask_in, HORIZON) -- and so may the queue's limits
  end
  if others < 64 then
    redis.call('HSET', lane.key .. ':w', waiter, int(since or now) .. '|' .. int(now + ask_in))
    redis.call('PEXPIRE', lane.key .. ':w', math.max(60000, ask_in + 2 * PATIENCE))
    if not lane.waited then
      redis.call('HSET', lane.key, 'w', '1')
      lane.waited = true
    end
  end
  return ask_in, reason
end

-- Whether the lane has no room; a place that the member has already is its own.
local function is_full(lane, member)
  if lane.n + lane.taken < lane.policy.c then
    return false
  end
  local places = count_places(lane)
  if redis.call('HDEL', lane.key, '@' .. member) == 1 then
    places = places - 1
    lane.n = places
    redis.call('HSET', lane.key, 'n', places)
  end
  return places + lane.taken >= lane.policy.c
end

-- The start that a lane would give; nothing, ms until asking again and the reason when it gives none.
local function offer(lane, member)
  local start, reason = first_start(lane)
  local pace = pace_of(lane)
  local ahead, since, others, waiter = 0, nil, 0, nil
  local too_late = start > now + HORIZON
  local full = not too_late and is_full(lane, member)
  lane.serves = nil
  if lane.waited or too_late or full then
    waiter = string.match(member, '^[^|]*')
    if lane.waited then
      ahead, since, others = ahead_of(lane, waiter)
    end
    if too_late then
      return nil, refuse(lane, waiter, since, others, start - now - 300 + ahead * math.max(pace.gap, pace.rate), reason)
    end
    if full then
      return nil, refuse(lane, waiter, since, others, math.max(200 * (ahead + 1), start - now - 300), 'CONCURRENCY')
    end
    if ahead > 0 then
      return nil, refuse(lane, waiter, since, others, start - now + ahead * math.max(pace.gap, pace.rate, 200), reason or pace.why)
    end
    lane.serves = since and waiter
  end
  return start
end

-- Takes what was offered; the request starts at `begins`, which another lane may have put off. The rate counts from the offer, or it would lose the time.
local function take(lane, member, start, begins)
  local pace = pace_of(lane)
  if lane.serves then
    redis.call('HDEL', lane.key .. ':w', lane.serves)
  end
  lane.next = begins + pace.gap
  if pace.rate > 0 then
    lane.tat = math.max(lane.tat, start) + pace.rate
  end
  local places, ends = lane.places, begins + place_ms
  places[#places + 1] = '@' .. member
  places[#places + 1] = int(ends)
  lane.taken = lane.taken + 1
  if ends > lane.placed then
    lane.placed = ends
  end
  return 'S', int(math.ceil(begins - now)), most_late(lane, pace.gap, pace.rate)
end

local function reserve(lane, pool, member)
  local start, ask_in, reason = offer(lane, member)
  if not start then
    return 'R', ask_in, reason, 0
  end
  local begins = start
  if pool then
    local pooled
    pooled, ask_in, reason = offer(pool, member)
    if not pooled then
      return 'R', ask_in, reason, 1
    end
    begins = math.max(start, pooled)
    take(pool, member, pooled, begins)
  end
  local verdict, ms, late = take(lane, member, pool and begins or start, begins)
  return verdict, ms, late, 0
end

-- All that is new of a lane in one write.
local function write(lane)
  if lane.new_policy then
    redis.call('HSET', lane.key, 'p', lane.policy.text)
  end
  if lane.taken > 0 then
    local places, tat = lane.places, lane.tat > 0
    if tat then
      places[#places + 1] = 'tat'
      places[#places + 1] = lane.policy.pool and string.format('%.3f', lane.tat) or int(lane.tat)
    end
    local added = redis.call('HSET', lane.key, 'n', int(lane.n + lane.taken), 'next', int(lane.next), unpack(places))
    added = added - (lane.had_n and 0 or 2) - ((tat and not lane.had_tat) and 1 or 0)
    if added < lane.taken then -- a place that its member had already
      redis.call('HINCRBY', lane.key, 'n', int(added - lane.taken))
    end
  end
  remember(lane)
end

local lanes, order, reply = {}, {}, {}

local function named(i)
  local key = KEYS[i]
  local lane = lanes[key]
  if not lane then
    lane = read_lane(key, now)
    lane.places, lane.taken, lane.placed = {}, 0, 0
    lanes[key] = lane
    order[#order + 1] = lane
  end
  obey_policy(lane, ARGV[2 * i + 2])
  return lane
end

local width = tonumber(ARGV[2])
for i = 1, #KEYS, width do
  local lane = named(i)
  local verdict, ms, reason, by_pool = reserve(lane, width > 1 and named(i + 1) or nil, ARGV[2 * i + 1])
  local s = lane.signals
  local at = #reply
  reply[at + 1], reply[at + 2], reply[at + 3], reply[at + 4] = verdict, ms, reason, lane.policy.c
  reply[at + 5], reply[at + 6] = (s.back > 0 or s.cf > 0 or s.ra > now) and 1 or 0, pace_of(lane).delay
  reply[at + 7] = by_pool
end
for _, lane in ipairs(order) do
  write(lane)
end
return reply
