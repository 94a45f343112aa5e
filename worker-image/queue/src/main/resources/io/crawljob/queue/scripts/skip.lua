-- Counts links that were left out before they came to the queue.
-- KEYS  1 P:m
-- ARGV  rule, count, sample of each
-- Reply ok | gone
-- Cost  O(n)
-- include job
local job = open_job()
if not job then
  return { 'gone' }
end
for i = 1, #ARGV, 3 do
  tally('k', ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2])
  count('skipped', tonumber(ARGV[i + 1]))
end
write_counts()
return { 'ok' }
