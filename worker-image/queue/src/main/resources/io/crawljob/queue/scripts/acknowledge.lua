-- Removes records that their reader has safely written.
-- KEYS  1 P:m
-- ARGV  ids; at most 256
-- Reply ok | gone, queue, change number, wake ms, how many were there
-- Cost  O(n)
-- flags allow-oom
-- include job
local job = open_job()
if not job then
  return { 'gone' }
end
local removed = 0
for _, id in ipairs(ARGV) do
  local entry = redis.call('XRANGE', P .. ':res', id, id)[1]
  if entry then
    redis.call('XDEL', P .. ':res', id)
    removed = removed + 1
    count('records', -1)
    count('recordBytes', -#entry[2][2])
  end
end
write_counts()
local queue, change, wake = hint(job, true)
return { 'ok', queue, change, wake, removed }
