-- Fragment: admission. Each link is four of the arguments `from` to `to`: lane, id, depth (or ! and the rule that excludes it), payload. The first write of it grows, so that it is refused above maxmemory
-- before anything has happened.
-- `found` says that they are links, and from which seed, where that is known: they are refused while the job has as many waiting items as it may. Without it
-- they are seeds, each its own, and never refused for that, since nothing names them again.
-- Returns how many were admitted and wait now, known before, and over a limit (which takes no mark).
local function admit(job, from, to, found)
  local discovered, cut, waiting = counts('discovered', 'x:MaxPages', 'waiting')
  local wait_room = found and job.max_waiting - waiting or math.huge
  local room = job.max_pages - (discovered - cut)
  local pushes, over, samples = {}, {}, {}
  local limited, with_seeds = #budgets_of(job) > 0, by_seed(job)
  local admitted, known, left_out, excluded = 0, 0, 0, 0
  for i = from, to, 4 do
    local lane, id = ARGV[i], ARGV[i + 1]
    local rule, seed = nil, nil
    if with_seeds then
      if found then
        seed = found.seed
      else
        seed = id
      end
    end
    if room <= 0 then
      rule = 'MaxPages'
    elseif wait_room <= 0 then
      rule = 'MaxWaitingUrls'
    elseif limited then
      rule = used_up(job, lane, seed)
    end
    if rule and redis.call('SISMEMBER', marks_of(job, id), id) == 0 then
      left_out = left_out + 1
      over[rule] = (over[rule] or 0) + 1
      samples[rule] = ARGV[i + 3]
    elseif rule or redis.call('SADD', marks_of(job, id), id) == 0 then
      known = known + 1
    else
      room = room - 1
      if limited then
        spend_all(job, 'pages', 1, lane, seed)
      end
      local excluding = string.match(ARGV[i + 2], '^!(.+)$')
      if excluding then
        excluded = excluded + 1
        exclude(excluding, ARGV[i + 3])
      else
        admitted = admitted + 1
        wait_room = wait_room - 1
        local push = pushes[lane] or {}
        push[#push + 1] = entry_of(0, 0, ARGV[i + 2], id, borne(seed, ARGV[i + 3]))
        pushes[lane] = push
      end
    end
  end
  local scores = {}
  for lane, entries in pairs(pushes) do
    redis.call('RPUSH', P .. ':q:' .. lane, unpack(entries))
    scores[#scores + 1] = int(job.now)
    scores[#scores + 1] = lane
  end
  if admitted > 0 then
    -- A lane that is there keeps its place; one whose delay runs is found so by whoever takes from it.
    redis.call('ZADD', P .. ':L', 'NX', unpack(scores))
  end
  for rule, many in pairs(over) do
    tally('k', rule, many, samples[rule])
  end
  count('discovered', admitted + excluded)
  count('waiting', admitted)
  count('skipped', left_out)
  return admitted, known, left_out
end
