-- Appends an event; the oldest ones go, and P:m keeps the last id that went, so that a reader who comes late learns of the gap.
-- KEYS  1 P:m
-- ARGV  1 type · 2 JSON · 3 how many to keep
-- Reply ok | gone, the id that it got
-- Cost  O(1)
-- flags allow-oom
-- include job
if not open_job() then
  return { 'gone' }
end
local over = redis.call('XLEN', P .. ':ev') + 1 - tonumber(ARGV[3])
if over > 0 then
  local old = redis.call('XRANGE', P .. ':ev', '-', '+', 'COUNT', over)
  redis.call('HSET', KEYS[1], 'lastCut', old[#old][1])
end
return { 'ok', redis.call('XADD', P .. ':ev', 'MAXLEN', ARGV[3], '*', 't', ARGV[1], 'j', ARGV[2]) }
