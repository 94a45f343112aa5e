-- Stops a job for good, a chunk a call: what waits, is delayed or leased becomes excluded, and whoever has it in hand is refused from now on.
-- KEYS  1 P:m
-- ARGV  none
-- Reply ok | gone, queue, 1 when there is more to do
-- Cost  at most 256 lanes, 512 delayed and 512 leased items a call
-- flags allow-oom
-- include job
-- include lanes
-- include items
local job = open_job()
if not job then
  return { 'gone' }
end
if job.state == 'finished' then
  return { 'ok', job.queue, 0 }
end
local RULE = 'Cancelled'

local function drop(key, counter)
  for _, id in ipairs(redis.call('ZRANGE', P .. key, 0, 511)) do
    redis.call('ZREM', P .. key, id)
    count(counter, -1)
    exclude(RULE, payload_of(entry_held(id)))
    forget(id)
  end
  write_items()
end

for _, lane in ipairs(redis.call('ZRANGE', P .. ':L', 0, 255)) do
  local waiting = redis.call('LLEN', P .. ':q:' .. lane)
  if waiting > 0 then
    local payload = payload_of(redis.call('LINDEX', P .. ':q:' .. lane, 0))
    redis.call('UNLINK', P .. ':q:' .. lane)
    count('waiting', -waiting)
    count('excluded', waiting)
    tally('x', RULE, waiting, payload)
  end
  redis.call('ZREM', P .. ':L', lane)
end
drop(':dly', 'delayed')
drop(':inf', 'leased')
write_counts()
redis.call('HSET', KEYS[1], 'state', 'cancelled')
if redis.call('EXISTS', P .. ':L', P .. ':dly', P .. ':inf') > 0 then
  return { 'ok', job.queue, 1 }
end
redis.call('UNLINK', P .. ':la')
return { 'ok', job.queue, 0 }
