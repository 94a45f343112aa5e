-- Appends an event; the oldest ones go, and P:m keeps the last id that went, so that a reader who comes late learns of the gap.
-- KEYS  1 P:m
-- ARGV  1 type · 2 JSON
-- Reply ok | gone, the id that it got
-- Cost  O(1)
-- flags allow-oom
-- include job
if not open_job() then
  return { 'gone' }
end
local id = redis.call('XADD', P .. ':ev', '*', 't', ARGV[1], 'j', ARGV[2])
cut_events(tonumber(redis.call('HGET', KEYS[1], 'eventsKept') or EVENTS_KEPT))
return { 'ok', id }
