-- Fragment: the job that KEYS[1] (its P:m) names, Redis's clock, and the job's counters.
local P = string.sub(KEYS[1], 1, -3)
local PARKED = 9e15 -- score in P:L of a lane that has as many leased as it may have: `settle` brings it back
-- Until `allow` says otherwise; as Allowance.DEFAULT has them.
local MAX_WAITING, EVENTS_KEPT, LETTERS_KEPT = '10000000', '1000', '10000'
local ASK_AT_LATEST = 60000 -- a job is asked again after this long whatever happens: repairs a lost hint

-- Whole numbers above 2^46 lose digits by Lua's own conversion to text.
local function int(number)
  return string.format('%d', number)
end

local function clock_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A job's time never goes back: `ahead` is by how much it is before the server's clock when that was set back, so that what was due stays due. Only the
-- job's own keys know it; what others read is by the server's clock, `job.clock`.
-- The job, or nil when it has no keys or is being taken apart: then a script must do nothing, so that nothing brings back what was purged.
local function open_job()
  local f = redis.call('HMGET', KEYS[1], 'state', 'generation', 'queue', 'maxPages', 'maxPagesPerHost', 'maxBytes', 'delay', 'perLane',
    'interval', 'retries', 'maxRecords', 'maxRecordBytes', 'buckets', 'nextStart', 'told', 'seeded', 'epoch', 'seen', 'ahead', 'maxWaiting',
    'lettersKept', 'maxBytesPerHost', 'maxPagesPerSeed', 'maxBytesPerSeed')
  if not f[1] or f[1] == 'draining' then
    return nil
  end
  local clock = clock_ms()
  local now = math.max(clock + tonumber(f[19] or '0'), tonumber(f[18] or '0'))
  return {
    now = now, clock = clock, had_ahead = f[19] or '0', state = f[1], generation = f[2], queue = f[3], max_pages = tonumber(f[4]), per_host = tonumber(f[5] or ''),
    max_bytes = tonumber(f[6] or ''), delay = tonumber(f[7]), per_lane = tonumber(f[8]), interval = tonumber(f[9] or ''),
    retries = tonumber(f[10]), max_records = tonumber(f[11]), max_record_bytes = tonumber(f[12]), buckets = tonumber(f[13]),
    next_start = tonumber(f[14] or '0'), told = tonumber(f[15] or '0'), seeded = f[16] == '1', epoch = f[17],
    max_waiting = tonumber(f[20] or MAX_WAITING), letters_kept = tonumber(f[21] or LETTERS_KEPT),
    bytes_per_host = tonumber(f[22] or ''), per_seed = tonumber(f[23] or ''), bytes_per_seed = tonumber(f[24] or '')
  }
end

-- Keeps the last events; P:m keeps the id of the last one that went, so that a reader who comes late learns of the gap.
local function cut_events(most)
  local over = redis.call('XLEN', P .. ':ev') - most
  if over > 0 then
    local old = redis.call('XRANGE', P .. ':ev', '-', '+', 'COUNT', over)
    redis.call('HSET', KEYS[1], 'lastCut', old[#old][1])
    redis.call('XTRIM', P .. ':ev', 'MAXLEN', most)
  end
end

-- Counters are gathered and written once, by write_counts.
local deltas = {}

local function count(name, by)
  deltas[name] = (deltas[name] or 0) + by
end

local function counts(...)
  local values = redis.call('HMGET', P .. ':c', ...)
  for i, name in ipairs({ ... }) do
    values[i] = tonumber(values[i] or '0') + (deltas[name] or 0)
  end
  return unpack(values)
end

local function write_counts()
  for name, by in pairs(deltas) do
    if by ~= 0 then
      redis.call('HINCRBY', P .. ':c', name, int(by))
    end
  end
  deltas = {}
end

-- Counts by a name (kind f: failure class, r: class of what is tried again, x: exclusion rule, k: rule of skipped links); the first one leaves a sample under the kind's capital.
-- Names come from closed lists; should they not, all past the first 400 fields are one, so that P:c stays small.
local function tally(kind, name, by, sample)
  local field = kind .. ':' .. name
  if redis.call('HINCRBY', P .. ':c', field, by) == by then
    if name ~= 'Other' and redis.call('HLEN', P .. ':c') > 400 then
      redis.call('HDEL', P .. ':c', field)
      tally(kind, 'Other', by, sample)
    else
      redis.call('HSET', P .. ':c', string.upper(kind) .. ':' .. name, sample)
    end
  end
end

-- When the job is worth asking next, in ms of Redis's clock.
local function next_ask(job)
  local at = job.now + ASK_AT_LATEST
  local function sooner(key)
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    if first[2] and tonumber(first[2]) < at then
      at = tonumber(first[2])
    end
  end
  sooner(P .. ':inf')
  if job.state == 'running' then
    sooner(P .. ':dly')
    if job.full then
      return math.max(job.now, at)
    end
    local before = at
    sooner(P .. ':L')
    if job.next_start > at and job.interval then
      at = math.min(before, job.next_start)
    end
  end
  return math.max(job.now, math.ceil(at))
end

-- The change number orders what callers tell the queue's shared sets: an older one is ignored there.
local function changed()
  return redis.call('HINCRBY', KEYS[1], 'change', 1)
end

-- What the queue's shared sets are to be told: { queue, change number, wake ms by the server's clock }; a wake of 0 when what they were told before is soon
-- enough.
local function hint(job, always)
  local wake, ahead = next_ask(job), job.now - job.clock
  if not always and wake >= job.told then
    return job.queue, 0, 0
  end
  redis.call('HSET', KEYS[1], 'told', int(wake), 'seen', int(job.now))
  if int(ahead) ~= job.had_ahead then
    redis.call('HSET', KEYS[1], 'ahead', int(ahead))
  end
  return job.queue, changed(), wake - ahead
end
