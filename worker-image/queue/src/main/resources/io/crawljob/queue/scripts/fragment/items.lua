-- Fragment: items. An entry is `1|attempt|crash|depth|id|payload`, in P:q:<lane> while it waits, else in P:fl as `lease number|worker|lane|class|entry`
-- (number 0, which no token has, while it is delayed or dead). An id is a text here: 64 bits do not fit Lua's numbers.
local MAX_CRASHES = 5
local DEAD_LETTERS = 10000
local DEAD_LETTER_MS = 30 * 86400000

local function parse(entry)
  local attempt, crash, depth, id, payload = string.match(entry, '^1|(%d+)|(%d+)|(%d+)|(%-?%d+)|(.*)$')
  return tonumber(attempt), tonumber(crash), depth, id, payload
end

local function entry_of(attempt, crash, depth, id, payload)
  return '1|' .. attempt .. '|' .. crash .. '|' .. depth .. '|' .. id .. '|' .. payload
end

-- number, worker, lane, class, entry of what is in P:fl; nothing if it is not there
local function held(id)
  local value = redis.call('HGET', P .. ':fl', id)
  if value then
    return string.match(value, '^(%d+)|([^|]*)|([^|]*)|([^|]*)|(.*)$')
  end
end

-- Which of the sets of marks an id is in: by its last nine digits, which are as even as the fingerprint.
local function marks_of(job, id)
  return P .. ':s:' .. int(tonumber(string.sub(id, -9)) % job.buckets)
end

-- Takes a leased item out of its worker's hand.
local function unhand(id, lane)
  redis.call('ZREM', P .. ':inf', id)
  redis.call('HDEL', P .. ':fl', id)
  local l = lane_of(lane)
  l.active = math.max(0, l.active - 1)
  count('leased', -1)
  return l
end

local function exclude(rule, sample)
  count('excluded', 1)
  tally('x', rule, 1, sample)
end

local function bury(job, lane, class, permanent, message, entry)
  local _, _, _, id, payload = parse(entry)
  local old = redis.call('ZRANGEBYSCORE', P .. ':dlq', '-inf', '(' .. int(job.now - DEAD_LETTER_MS), 'LIMIT', 0, 16)
  if #old == 0 and redis.call('ZCARD', P .. ':dlq') >= DEAD_LETTERS then
    old = redis.call('ZRANGE', P .. ':dlq', 0, 0)
  end
  for _, forgotten in ipairs(old) do
    redis.call('ZREM', P .. ':dlq', forgotten)
    redis.call('HDEL', P .. ':fl', forgotten)
  end
  redis.call('ZADD', P .. ':dlq', int(job.now), id)
  redis.call('HSET', P .. ':fl', id, '0||' .. lane .. '|' .. (permanent and '!' or '') .. class .. '|' .. entry)
  count('failed', 1)
  tally('f', class, 1, payload .. '\n' .. message)
end

-- Back to the head of its lane, from a worker that did not settle it; a crash of the worker is counted, and one too many is the item's end.
local function give_back(job, id, lane, entry, crashed)
  unhand(id, lane)
  if crashed then
    local attempt, crash, depth, _, payload = parse(entry)
    entry = entry_of(attempt, crash + 1, depth, id, payload)
    if crash + 1 >= MAX_CRASHES then
      bury(job, lane, 'WorkerLost', false, 'its worker died with it ' .. MAX_CRASHES .. ' times', entry)
      return
    end
  end
  redis.call('LPUSH', P .. ':q:' .. lane, entry)
  count('waiting', 1)
end
