-- Appends an event; the oldest ones go.
-- KEYS  1 P:m
-- ARGV  1 type · 2 JSON · 3 how many to keep
-- Reply ok | gone, the id that it got
-- Cost  O(1)
-- flags allow-oom
-- include job
if not open_job() then
  return { 'gone' }
end
return { 'ok', redis.call('XADD', P .. ':ev', 'MAXLEN', ARGV[3], '*', 't', ARGV[1], 'j', ARGV[2]) }
