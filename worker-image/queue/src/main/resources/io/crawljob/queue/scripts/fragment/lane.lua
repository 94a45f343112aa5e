-- Fragment: one lane's budget. Its HASH keeps
--   next  ms before which nothing starts, by delay · tat  theoretical arrival time of the rate's GCRA, ms · n  places taken
--   p     the policy with the highest version seen: version|delay|concurrency|interval by rate|burst|blocked until, and of a queue's lane |interval by rate, µs
--   s     what its server said, only when there is something: Crawl-delay|Retry-After until|failures to connect in a row|resting until|back-off's delay|
--         when it grew|good answers since
--   w     1 when jobs wait (in <lane>:w)  ·  e  ms at which the key ends  ·  @member  deadline of a place
local HORIZON = 2000
local PATIENCE = 1000 -- a place is kept for whoever waited longest until this long after it was to ask again
local BACK_OFF_FORGOTTEN = 600000
local LONGEST_RETRY_AFTER = 3600000
local SLACK = 15000
local CRAWL_DELAY_KEPT = 90000000 -- as long as robots.txt is

local function int(number)
  return string.format('%d', number)
end

local function clock_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local policies = {}
local function policy_of(text)
  local p = policies[text]
  if not p then
    local v, d, c, r, burst, b, micros = string.match(text, '^(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|?(%d*)')
    p = { v = tonumber(v), d = tonumber(d), c = tonumber(c), r = tonumber(r), burst = tonumber(burst), b = tonumber(b), text = text, pool = micros ~= '' }
    if p.pool then
      p.r = tonumber(micros) / 1000
    end
    policies[text] = p
  end
  return p
end
local NO_POLICY = '0|0|0|0|1|0'

local function signals_of(text, now)
  if not text then
    return { cd = 0, ra = 0, cf = 0, rest = 0, back = 0, back_at = 0, good = 0 }
  end
  local cd, ra, cf, rest, back, back_at, good = string.match(text, '^(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)|(%d+)')
  local s = { cd = tonumber(cd), ra = tonumber(ra), cf = tonumber(cf), rest = tonumber(rest), back = tonumber(back), back_at = tonumber(back_at),
    good = tonumber(good) }
  -- Times that a clock set back has left far ahead are cut to what they can be at most.
  s.ra = math.min(s.ra, now + LONGEST_RETRY_AFTER)
  s.rest = math.min(s.rest, now + LONGEST_RETRY_AFTER)
  if now - s.back_at > BACK_OFF_FORGOTTEN then
    s.back = 0
  end
  return s
end

local function signals_text(s)
  return table.concat({ int(s.cd), int(s.ra), int(s.cf), int(s.rest), int(s.back), int(s.back_at), int(s.good) }, '|')
end

local function read_lane(key, now)
  local f = redis.call('HMGET', key, 'next', 'tat', 'n', 'p', 's', 'w', 'e')
  return { key = key, now = now, next = tonumber(f[1] or '0'), tat = tonumber(f[2] or '0'), n = tonumber(f[3] or '0'), had_n = f[3], had_tat = f[2],
    policy = policy_of(f[4] or NO_POLICY), signals = signals_of(f[5], now), waited = f[6], e = tonumber(f[7] or '0') }
end

-- Where several requests run at once, the next start may be granted before one turns out to be late. So a start may be late by MOST_LATE (its holder gives up
-- a later one), and the next is further away by as much, or a twentieth. Shorter gaps than SHORT are less than a busy processor's own delays: there only the
-- rate is kept. With one at a time, `release` moves the next start by what the last one was late.
local MOST_LATE = 25
local SHORT = 100

-- A queue's lane spaces what it grants, whoever is late.
local function spaced_exactly(lane, gap)
  return lane.policy.c > 1 and gap >= SHORT and not lane.policy.pool
end

local function grace(lane, gap)
  return spaced_exactly(lane, gap) and math.min(MOST_LATE, math.floor(gap / 20)) or 0
end

local function most_late(lane, gap, rate)
  return (spaced_exactly(lane, gap) or spaced_exactly(lane, rate)) and MOST_LATE or HORIZON
end

-- What spaces a lane's starts, worked out once for all that one call asks: `delay`, ms; `gap` and `rate`, ms between two starts by delay and by rate; `why` of
-- the gap; what holds back all of them until `from`, and its `reason`.
local function pace_of(lane)
  if lane.pace then
    return lane.pace
  end
  local p, s = lane.policy, lane.signals
  local delay = math.max(p.d, s.cd, s.back)
  local from, reason = lane.now, nil
  if s.ra > from then
    from, reason = s.ra, 'RATE_LIMITED'
  end
  if s.rest > from then
    from, reason = s.rest, 'UNREACHABLE'
  end
  if p.b > from then
    from, reason = p.b, 'BLOCKED'
  end
  local why = s.back > 0 and s.back >= delay and 'RATE_LIMITED' or 'DELAY'
  lane.pace = { delay = delay, gap = delay + grace(lane, delay), rate = p.r + grace(lane, p.r), why = why, from = from, reason = reason }
  return lane.pace
end

-- When the next request may start, and why not before
local function first_start(lane)
  local pace, burst = pace_of(lane), lane.policy.burst
  local start, reason = pace.from, pace.reason
  local at = math.min(lane.next, lane.now + HORIZON + pace.gap)
  if at > start then
    start, reason = at, pace.why
  end
  if pace.rate > 0 then
    at = math.min(lane.tat, lane.now + HORIZON + burst * pace.rate) - (burst - 1) * pace.rate
    if at > start then
      start, reason = at, 'RATE'
    end
  end
  return start, reason
end

-- Until when nothing may start whatever was granted before, because of what has been said since.
local function closed_until(lane)
  local s = lane.signals
  return math.max(s.ra, s.rest, lane.policy.b, s.back > 0 and s.back_at + s.back or 0)
end

-- A lane's key ends by itself, but not before `needed`. It is told so once in a while.
local function keep_until(key, e, needed, now)
  if needed <= e and e <= needed + 2 * CRAWL_DELAY_KEPT then
    return e
  end
  redis.call('HSET', key, 'e', int(needed + SLACK))
  redis.call('PEXPIRE', key, int(needed + SLACK - now))
  return needed + SLACK
end

-- Not before what slows it down is over, nor before the places are; and not much later, since a place bears the name of its job.
local function remember(lane)
  local s = lane.signals
  local needed = math.max(lane.now, lane.next, lane.tat, s.ra, s.rest, lane.placed or 0) + 1000
  if s.back > 0 or s.cf > 0 then
    needed = math.max(needed, lane.now + BACK_OFF_FORGOTTEN)
  end
  if s.cd > 0 then
    needed = math.max(needed, lane.now + CRAWL_DELAY_KEPT)
  end
  lane.e = keep_until(lane.key, lane.e, needed, lane.now)
end

-- Places taken; those whose holders are gone are forgotten.
local function count_places(lane)
  local all = redis.call('HGETALL', lane.key)
  local places = 0
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 1) == '@' then
      if tonumber(all[i + 1]) <= lane.now then
        redis.call('HDEL', lane.key, all[i])
      else
        places = places + 1
      end
    end
  end
  if places ~= lane.n then
    lane.n = places
    redis.call('HSET', lane.key, 'n', places)
  end
  return places
end
