-- Fragment: budgets. What the pages of one host, and those found from one seed, may come to, in number and in bytes. Each that the job has counts in a HASH of
-- its own, lane or seed → used, from the moment when it is set; a job without any pays nothing.
-- A budget that is used up admits no link. Of what waits, bytes that are used up exclude all, and pages as many as a lowered limit has too many.
local function budgets_of(job)
  if not job.budgets then
    job.budgets = {}
    local function add(limit, budget)
      if limit then
        budget.limit, budget.used, budget.more = limit, {}, {}
        job.budgets[#job.budgets + 1] = budget
      end
    end
    add(job.per_host, { key = ':h', unit = 'pages', rule = 'MaxPagesPerHost' })
    add(job.bytes_per_host, { key = ':hb', unit = 'bytes', rule = 'MaxSizePerHost' })
    add(job.per_seed, { key = ':d', unit = 'pages', by_seed = true, rule = 'MaxPagesPerSeed' })
    add(job.bytes_per_seed, { key = ':db', unit = 'bytes', by_seed = true, rule = 'MaxSizePerSeed' })
  end
  return job.budgets
end

-- Whether items are to bear the seed that they were found from.
local function by_seed(job)
  return job.per_seed or job.bytes_per_seed
end

-- Whom an item counts for; false when its seed is not known, and so has no limit.
local function name_in(budget, lane, seed)
  if budget.by_seed then
    return seed or false
  end
  return lane
end

local function used(budget, name)
  if not name then
    return 0
  end
  if not budget.used[name] then
    budget.used[name] = tonumber(redis.call('HGET', P .. budget.key, name) or '0') + (budget.more[name] or 0)
  end
  return budget.used[name]
end

local function spend(budget, name, by)
  budget.more[name] = (budget.more[name] or 0) + by
  if budget.used[name] then
    budget.used[name] = budget.used[name] + by
  end
end

-- In all budgets of a unit.
local function spend_all(job, unit, by, lane, seed)
  for _, budget in ipairs(budgets_of(job)) do
    local name = name_in(budget, lane, seed)
    if budget.unit == unit and name then
      spend(budget, name, by)
    end
  end
end

-- The first rule that admits no more of this lane and seed; none while all budgets do.
local function used_up(job, lane, seed)
  for _, budget in ipairs(budgets_of(job)) do
    if used(budget, name_in(budget, lane, seed)) >= budget.limit then
      return budget.rule
    end
  end
end

-- How many of the waiting items of a lane or seed are to go.
local function excess(budget, name)
  local more = used(budget, name) - budget.limit
  if budget.unit == 'bytes' then
    return more >= 0 and math.huge or 0
  end
  return math.max(0, more)
end

-- The budget of its seed that an entry is over, and that seed; nothing when it is within all.
local function over_seed(job, entry)
  local seed = seed_of(entry)
  for _, budget in ipairs(budgets_of(job)) do
    if seed and budget.by_seed and excess(budget, seed) > 0 then
      return budget, seed
    end
  end
end

-- What was excluded counts as pages no more; their bytes were never counted.
local function give_up(budget, name, many)
  if budget.unit == 'pages' then
    spend(budget, name, -many)
  end
end

local function write_budgets(job)
  for _, budget in ipairs(budgets_of(job)) do
    for name, by in pairs(budget.more) do
      if by ~= 0 then
        redis.call('HINCRBY', P .. budget.key, name, int(by))
      end
    end
    budget.more = {}
  end
end
