-- Fragment: the lanes of a job. P:la keeps `leased|next ms by the job's own delay|concurrency that the gate told` for a lane that has something to remember.
-- Lanes that a script touches are gathered, and written once by write_lanes.
-- INVARIANT a lane with waiting items is in P:L: by its next ms, or PARKED while it has as many leased as it may have. A lane without any is in P:L only
-- while its delay runs, and leaves P:la and P:L with the first script that meets it later.
local touched = {}

local function lane_of(lane)
  local l = touched[lane]
  if not l then
    l = { active = 0, next = 0, told = 0, stored = false }
    local value = redis.call('HGET', P .. ':la', lane)
    if value then
      local active, next_ms, told = string.match(value, '^(%d+)|(%d+)|(%d+)$')
      l.active, l.next, l.told, l.stored = tonumber(active), tonumber(next_ms), tonumber(told), true
    end
    touched[lane] = l
  end
  return l
end

local function lane_limit(job, l)
  if l.told > 0 and l.told < job.per_lane then
    return l.told
  end
  return job.per_lane
end

local function write_lanes(job)
  for lane, l in pairs(touched) do
    local waiting = redis.call('LLEN', P .. ':q:' .. lane)
    local cooled = l.next <= job.now
    if l.active == 0 and cooled and (waiting == 0 or l.told == 0) then
      if l.stored then
        redis.call('HDEL', P .. ':la', lane)
      end
    else
      redis.call('HSET', P .. ':la', lane, l.active .. '|' .. int(l.next) .. '|' .. l.told)
    end
    if waiting > 0 then
      if l.active >= lane_limit(job, l) then
        redis.call('ZADD', P .. ':L', PARKED, lane)
      elseif l.next > 0 then
        redis.call('ZADD', P .. ':L', int(l.next), lane)
      elseif l.stored then
        redis.call('ZADD', P .. ':L', int(job.now), lane)
      else
        redis.call('ZADD', P .. ':L', 'NX', int(job.now), lane)
      end
    elseif l.active == 0 and not cooled then
      redis.call('ZADD', P .. ':L', int(l.next), lane)
    else
      redis.call('ZREM', P .. ':L', lane)
    end
  end
  touched = {}
end
