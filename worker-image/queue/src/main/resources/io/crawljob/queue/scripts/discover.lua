-- Admits links that leased items' pages named. The item bears how often, so that `settle` sees when a server has lost some of it.
-- KEYS  1 P:m
-- ARGV  1 worker · 2… for each item: id, its lease number, how many links, and lane, id, depth (or ! and a rule), payload of each; at most 256 links
-- Reply ok | gone, queue, change number, wake ms (0: nothing to tell), then for each item: A | R (the lease is not the worker's), admitted, known, over a limit
-- Cost  O(n); a known link is one SADD
-- include job
-- include items
-- include budgets
-- include admit
local job = open_job()
if not job then
  return { 'gone' }
end
local answers, news = {}, 0
local at = 2
while at <= #ARGV do
  local number, worker, lane, calls = held(ARGV[at])
  local to = at + 2 + 4 * tonumber(ARGV[at + 2])
  local verdict, admitted, known, over = 'R', 0, 0, 0
  if number == ARGV[at + 1] and worker == ARGV[1] then
    verdict = 'A'
    admitted, known, over = admit(job, at + 3, to, { seed = by_seed(job) and seed_of(entry_held(ARGV[at])) })
    redis.call('HSET', P .. ':fl', ARGV[at], number .. '|' .. worker .. '|' .. lane .. '|' .. (tonumber(calls) or 0) + 1)
  end
  local n = #answers
  answers[n + 1], answers[n + 2], answers[n + 3], answers[n + 4] = verdict, admitted, known, over
  news = news + admitted
  at = to + 1
end
write_budgets(job)
write_counts()
if news == 0 then
  return { 'ok', job.queue, 0, 0, unpack(answers) }
end
local queue, change, wake = hint(job, false)
return { 'ok', queue, change, wake, unpack(answers) }
