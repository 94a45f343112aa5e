-- Fragment: items. An entry is `1|attempt|crash|depth|id|payload`, in P:q:<lane> while it waits, else in P:e, with `lease number|worker|lane|class` in P:fl
-- (number 0, which no token has, while it is delayed or dead; the class of a leased one is how many calls of `discover` it made). An id is a text here: 64 bits do not fit Lua's numbers.
-- Of a job with a limit by seed, the payload follows the id of the seed that it was found from, `#seed|payload`; `#|` stands before one that begins with # itself.
local MAX_CRASHES = 5
local DEAD_LETTER_MS = 30 * 86400000

-- Nothing of an entry that this version of the scripts cannot read; the payload with what stands before it.
local function parse(entry)
  local attempt, crash, depth, id, payload = string.match(entry, '^1|(%d+)|(%d+)|(%d+)|(%-?%d+)|(.*)$')
  return tonumber(attempt), tonumber(crash), depth, id, payload
end

local function entry_of(attempt, crash, depth, id, payload)
  return '1|' .. attempt .. '|' .. crash .. '|' .. depth .. '|' .. id .. '|' .. payload
end

-- number, worker, lane, class of a value of P:fl
local function open_held(value)
  return string.match(value, '^(%d+)|([^|]*)|([^|]*)|([^|]*)')
end

-- The same by id; nothing if it is not there
local function held(id)
  local value = redis.call('HGET', P .. ':fl', id)
  if value then
    return open_held(value)
  end
end

-- The entry of what is in P:fl
local function entry_held(id)
  return redis.call('HGET', P .. ':e', id)
end

-- Not leased: delayed or dead
local function hold(id, lane, class, entry)
  redis.call('HSET', P .. ':fl', id, '0||' .. lane .. '|' .. class)
  redis.call('HSET', P .. ':e', id, entry)
end

-- A payload as it stands in an entry, with its seed where that is known.
local function borne(seed, payload)
  if seed or string.byte(payload) == 35 then
    return '#' .. (seed or '') .. '|' .. payload
  end
  return payload
end

local function seed_of(entry)
  return string.match(entry, '^1|%d+|%d+|%d+|%-?%d+|#(%-?%d+)|')
end

local function payload_of(entry)
  local payload = string.match(entry, '^1|%d+|%d+|%d+|%-?%d+|(.*)$') or string.sub(entry, 1, 200)
  return string.match(payload, '^#%-?%d*|(.*)$') or payload
end

-- Which of the sets of marks an id is in: by its last nine digits, which are as even as the fingerprint.
local function marks_of(job, id)
  return P .. ':s:' .. tonumber(string.sub(id, -9)) % job.buckets
end

-- Ids that leave P:inf, and P:fl; written once by write_items.
local unleased, forgotten = {}, {}
local unleased_n, forgotten_n = 0, 0

-- Takes a leased item out of its worker's hand.
local function unhand(id, lane)
  unleased_n = unleased_n + 1
  unleased[unleased_n] = id
  local l = lane_of(lane)
  if l.active > 0 then
    l.active = l.active - 1
  end
  count('leased', -1)
  return l
end

-- It is not leased, delayed or dead any more.
local function forget(id)
  forgotten_n = forgotten_n + 1
  forgotten[forgotten_n] = id
end

local function write_items()
  if unleased_n > 0 then
    redis.call('ZREM', P .. ':inf', unpack(unleased))
  end
  if forgotten_n > 0 then
    redis.call('HDEL', P .. ':fl', unpack(forgotten))
    redis.call('HDEL', P .. ':e', unpack(forgotten))
  end
  unleased, forgotten = {}, {}
  unleased_n, forgotten_n = 0, 0
end

local function exclude(rule, sample)
  count('excluded', 1)
  tally('x', rule, 1, sample)
end

-- Dead letters that are too old or, the oldest first, too many; at most `most`.
local function forget_letters(job, most)
  local old = redis.call('ZRANGEBYSCORE', P .. ':dlq', '-inf', '(' .. int(job.clock - DEAD_LETTER_MS), 'LIMIT', 0, most)
  local over = redis.call('ZCARD', P .. ':dlq') - job.letters_kept
  if #old == 0 and over > 0 then
    old = redis.call('ZRANGE', P .. ':dlq', 0, math.min(most, over) - 1)
  end
  for _, forgotten in ipairs(old) do
    redis.call('ZREM', P .. ':dlq', forgotten)
    redis.call('HDEL', P .. ':fl', forgotten)
    redis.call('HDEL', P .. ':e', forgotten)
  end
end

local function bury(job, id, lane, class, permanent, message, entry)
  redis.call('ZADD', P .. ':dlq', int(job.clock), id)
  hold(id, lane, (permanent and '!' or '') .. class, entry)
  count('failed', 1)
  tally('f', class, 1, payload_of(entry) .. '\n' .. message)
  forget_letters(job, 16)
end

-- An entry that this version cannot read is a dead letter as it stands, under a number made from it, so that it stops no other. `redrive` puts it back as it
-- stands, for whoever can.
local function park(job, lane, entry)
  local id = int(tonumber(string.sub(redis.sha1hex(entry), 1, 13), 16))
  bury(job, id, lane, 'Unreadable', false, 'its entry in the queue is of another version or damaged; update all workers, then put it back with retryFailed', entry)
  count('waiting', -1)
end

-- Whether the number of an entry is one of 64 bits, and written as such.
local function is_id(id)
  local first, second = string.byte(id, 1, 2)
  if first == 45 then -- a minus
    return second ~= 48 and (#id < 20 or #id == 20 and id <= '-9223372036854775808')
  end
  return (first ~= 48 or not second) and (#id < 19 or #id == 19 and id <= '9223372036854775807')
end

-- Back to the head of its lane, from a worker that did not settle it; a crash of the worker is counted, and one too many is the item's end.
local function give_back(job, id, lane, crashed)
  local entry = entry_held(id)
  unhand(id, lane)
  if crashed then
    local attempt, crash, depth, _, payload = parse(entry)
    if attempt then
      entry = entry_of(attempt, crash + 1, depth, id, payload)
    end
    if attempt and crash + 1 >= MAX_CRASHES then
      bury(job, id, lane, 'WorkerLost', false, 'its worker died with it ' .. MAX_CRASHES .. ' times', entry)
      return
    end
  end
  forget(id)
  push_back(lane, entry)
end
