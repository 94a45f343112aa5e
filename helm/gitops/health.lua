-- What Argo CD shows of a CrawlJob, CrawlQueue, HostPolicy or CrawlSchedule. The same for all four: their conditions mean the same.
-- A crawl is Healthy from the stored plan to its end, also while it waits for hosts: it is as it was asked to be, and a sync need not wait for hours.
local status = obj.status
if status == nil or status.conditions == nil then
  return { status = "Progressing", message = "the operator has not seen it yet; is one running?" }
end
if status.observedGeneration ~= nil and status.observedGeneration ~= obj.metadata.generation then
  return { status = "Progressing", message = "the operator has not seen the last change yet" }
end

local conditions = {}
for _, condition in ipairs(status.conditions) do
  conditions[condition.type] = condition
end
local function holds(type)
  return conditions[type] ~= nil and conditions[type].status == "True"
end
local function message(type)
  return conditions[type].reason .. ": " .. conditions[type].message
end

if holds("Stalled") then
  return { status = "Degraded", message = message("Stalled") }
end
if holds("Reconciling") then
  return { status = "Progressing", message = message("Reconciling") }
end
if obj.spec ~= nil and obj.spec.suspend == true and not holds("Finished") then
  return { status = "Suspended", message = "spec.suspend is true" }
end
if conditions["Ready"] == nil then
  return { status = "Progressing", message = "the operator has not said whether it is ready" }
end
if holds("Ready") then
  return { status = "Healthy", message = status.message or message("Ready") }
end
return { status = "Degraded", message = message("Ready") }
