-- Fragment: the lanes of a job. P:la keeps `leased|next ms by the job's own delay|concurrency that the gate told|1 when it was seen empty` for a lane that
-- has something to remember. Lanes that a script changes are gathered, and written once by write_lanes.
-- INVARIANT a lane with waiting items is in P:L: by its next ms, or PARKED while it has as many leased as it may have. A lane that a script sees empty leaves
-- P:L, unless its delay runs; what comes into it later brings it back, which a script that merely knows it was empty must not undo.
local touched = {}
local NOTED, SEEN = 1, 2 -- how a lane is known to be empty

-- Reads lanes, all at once.
local function touch(lanes)
  local new = {}
  for _, lane in ipairs(lanes) do
    if not touched[lane] then
      new[#new + 1] = lane
      touched[lane] = { active = 0, next = 0, told = 0 }
    end
  end
  if #new == 0 then
    return
  end
  for i, value in ipairs(redis.call('HMGET', P .. ':la', unpack(new))) do
    if value then
      local l = touched[new[i]]
      local active, next_ms, told, empty = string.match(value, '^(%d+)|(%d+)|(%d+)|?(1?)')
      l.active, l.next, l.told, l.stored = tonumber(active), tonumber(next_ms), tonumber(told), true
      l.empty = empty == '1' and NOTED or nil
    end
  end
end

-- A lane that is about to be changed.
local function lane_of(lane)
  if not touched[lane] then
    touch({ lane })
  end
  local l = touched[lane]
  l.changed = true
  return l
end

local function push_back(lane, entry)
  redis.call('LPUSH', P .. ':q:' .. lane, entry)
  lane_of(lane).empty = nil
  count('waiting', 1)
end

local function lane_limit(job, l)
  if l.told > 0 and l.told < job.per_lane then
    return l.told
  end
  return job.per_lane
end

-- Each kind of write at once: { command, arguments … }.
local function write_lanes(job)
  local notes, no_notes, scores, no_scores, ends = {}, {}, {}, {}, {}
  for lane, l in pairs(touched) do
    if l.changed then
      local cools = l.next > job.now
      if l.active > 0 or cools or (l.told > 0 and not l.empty) then
        notes[#notes + 1] = lane
        notes[#notes + 1] = l.active .. '|' .. int(l.next) .. '|' .. l.told .. (l.empty and '|1' or '')
      elseif l.stored then
        no_notes[#no_notes + 1] = lane
      end
      if not l.empty then
        scores[#scores + 1] = l.active >= lane_limit(job, l) and PARKED or int(math.max(l.next, job.now))
        scores[#scores + 1] = lane
      elseif l.active == 0 and cools then
        ends[#ends + 1] = int(l.next)
        ends[#ends + 1] = lane
      elseif l.empty == SEEN then
        no_scores[#no_scores + 1] = lane
      end
    end
  end
  if #notes > 0 then
    redis.call('HSET', P .. ':la', unpack(notes))
  end
  if #no_notes > 0 then
    redis.call('HDEL', P .. ':la', unpack(no_notes))
  end
  if #no_scores > 0 then
    redis.call('ZREM', P .. ':L', unpack(no_scores))
  end
  if #scores > 0 then
    redis.call('ZADD', P .. ':L', unpack(scores))
  end
  if #ends > 0 then
    redis.call('ZADD', P .. ':L', 'NX', unpack(ends))
  end
  touched = {}
end
