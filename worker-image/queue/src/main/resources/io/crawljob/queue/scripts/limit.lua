-- Says what all jobs of a queue together may do.
-- KEYS  1 {q:<namespace>/<queue>}:ready
-- ARGV  1 pages a minute · 2 at once (empty: no limit)
-- Reply ok
-- Cost  O(1)
-- flags allow-oom
local jobs = string.sub(KEYS[1], 1, -7) .. ':jobs'
if ARGV[1] == '' and ARGV[2] == '' then
  redis.call('HDEL', jobs, '@limits')
  return { 'ok' }
end
local limits = '|' .. ARGV[1] .. '|' .. ARGV[2]
local before = redis.call('HGET', jobs, '@limits')
if not before or string.match(before, '^%d+(.*)$') ~= limits then
  -- The version is the clock, so that it also grows over a queue that is made anew.
  local time = redis.call('TIME')
  local version = math.max(time[1] * 1000 + math.floor(time[2] / 1000), (tonumber(string.match(before or '', '^%d+')) or 0) + 1)
  redis.call('HSET', jobs, '@limits', string.format('%d', version) .. limits)
end
return { 'ok' }
