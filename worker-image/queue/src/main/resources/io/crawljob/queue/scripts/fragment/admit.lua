-- Fragment: admission. Each link is four of the arguments `from` to `to`: lane, id, depth, payload. The first write of it grows, so that it is refused above maxmemory
-- before anything has happened.
-- Links that are `bounded` are refused while the job has as many waiting items as it may; its seeds never are, since nothing names them again.
-- Returns how many were admitted, known before, and over a limit (which takes no mark).
local function admit(job, from, to, bounded)
  local discovered, cut, waiting = counts('discovered', 'x:MaxPages', 'waiting')
  local wait_room = bounded and job.max_waiting - waiting or math.huge
  local room = job.max_pages - (discovered - cut)
  local hosts, pushes, over, samples = {}, {}, {}, {}
  local admitted, known, left_out = 0, 0, 0
  for i = from, to, 4 do
    local lane, id = ARGV[i], ARGV[i + 1]
    local rule = nil
    if room <= 0 then
      rule = 'MaxPages'
    elseif wait_room <= 0 then
      rule = 'MaxWaitingUrls'
    elseif job.per_host then
      hosts[lane] = hosts[lane] or tonumber(redis.call('HGET', P .. ':h', lane) or '0')
      if hosts[lane] >= job.per_host then
        rule = 'MaxPagesPerHost'
      end
    end
    if rule and redis.call('SISMEMBER', marks_of(job, id), id) == 0 then
      left_out = left_out + 1
      over[rule] = (over[rule] or 0) + 1
      samples[rule] = ARGV[i + 3]
    elseif rule or redis.call('SADD', marks_of(job, id), id) == 0 then
      known = known + 1
    else
      admitted = admitted + 1
      room = room - 1
      wait_room = wait_room - 1
      if job.per_host then
        hosts[lane] = hosts[lane] + 1
      end
      local push = pushes[lane] or {}
      push[#push + 1] = entry_of(0, 0, ARGV[i + 2], id, ARGV[i + 3])
      pushes[lane] = push
    end
  end
  local scores = {}
  for lane, entries in pairs(pushes) do
    redis.call('RPUSH', P .. ':q:' .. lane, unpack(entries))
    scores[#scores + 1] = int(job.now)
    scores[#scores + 1] = lane
    if job.per_host then
      redis.call('HINCRBY', P .. ':h', lane, #entries)
    end
  end
  if admitted > 0 then
    -- A lane that is there keeps its place; one whose delay runs is found so by whoever takes from it.
    redis.call('ZADD', P .. ':L', 'NX', unpack(scores))
  end
  for rule, many in pairs(over) do
    tally('k', rule, many, samples[rule])
  end
  count('discovered', admitted)
  count('waiting', admitted)
  count('skipped', left_out)
  return admitted, known, left_out
end
