-- Takes jobs of a queue that are worth asking, in the order of their virtual time, and puts each to sleep for a moment, so that not every worker asks it.
-- What callers learnt about jobs before comes along: when each is worth asking again. Only members hear of it, so a purged job does not come back.
-- KEYS  1 {q:<namespace>/<queue>}:ready
-- ARGV  1 worker · 2 jobs to take (0: only tell) · 3 moment, ms · 4 … of what is told: job, change number (older than the known one: only `served` counts),
--       wake ms, items served (the job's virtual time grows by them ÷ its weight); change number -1: it was picked and not asked
-- Reply ms until it is worth picking again, the queue's limits (version|pages a minute|at once, empty: none), jobs …
-- Cost  O(told + k), and at most 128 sleepers that are due
-- flags allow-oom
local Q = string.sub(KEYS[1], 1, -7)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function int(number)
  return string.format('%.0f', number)
end

-- {q}:jobs: job → weight|virtual time|change number; '@' is the queue's own virtual time, '@limits' its limits.
local function member(job)
  local value = redis.call('HGET', Q .. ':jobs', job)
  if not value then
    return nil
  end
  local weight, virtual, change = string.match(value, '^([^|]*)|([^|]*)|([^|]*)')
  return { weight = tonumber(weight), virtual = tonumber(virtual), change = tonumber(change) }
end

local function write(job, m)
  redis.call('HSET', Q .. ':jobs', job, m.weight .. '|' .. string.format('%.3f', m.virtual) .. '|' .. int(m.change))
end

local own = redis.call('HMGET', Q .. ':jobs', '@', '@limits')
local clock = tonumber(own[1] or '0')

-- A job that slept begins where the queue is: sleeping earns no credit.
local function ready(job, m)
  if m.virtual < clock then
    m.virtual = clock
    write(job, m)
  end
  redis.call('ZREM', Q .. ':sleep', job)
  redis.call('ZADD', Q .. ':ready', string.format('%.3f', m.virtual), job)
end

for i = 4, #ARGV, 4 do
  local job, change, wake, served = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
  local m = member(job)
  if m and change < 0 then
    ready(job, m)
  elseif m then
    m.virtual = m.virtual + served / m.weight
    local news = change >= m.change
    if news then
      m.change = change
    end
    write(job, m)
    if news and wake <= now then
      ready(job, m)
    elseif news then
      redis.call('ZREM', Q .. ':ready', job)
      redis.call('ZADD', Q .. ':sleep', int(wake), job)
    end
  end
end

for _, job in ipairs(redis.call('ZRANGEBYSCORE', Q .. ':sleep', '-inf', int(now), 'LIMIT', 0, 128)) do
  local m = member(job)
  if m then
    ready(job, m)
  else
    redis.call('ZREM', Q .. ':sleep', job)
  end
end

local jobs = {}
local k = tonumber(ARGV[2])
if k > 0 then
  local picked = redis.call('ZRANGE', Q .. ':ready', 0, k - 1, 'WITHSCORES')
  for i = 1, #picked, 2 do
    jobs[#jobs + 1] = picked[i]
    redis.call('ZREM', Q .. ':ready', picked[i])
    redis.call('ZADD', Q .. ':sleep', int(now + tonumber(ARGV[3])), picked[i])
    redis.call('ZADD', Q .. ':w:' .. ARGV[1], int(now), picked[i])
  end
  if #picked > 0 then
    redis.call('PEXPIRE', Q .. ':w:' .. ARGV[1], 30000)
    if tonumber(picked[2]) > clock then
      redis.call('HSET', Q .. ':jobs', '@', picked[2])
    end
  end
end
local wait = 0
if redis.call('EXISTS', Q .. ':ready') == 0 then
  local first = redis.call('ZRANGE', Q .. ':sleep', 0, 0, 'WITHSCORES')
  wait = first[2] and math.max(0, tonumber(first[2]) - now) or 60000
end
return { int(wait), own[2] or '', unpack(jobs) }
