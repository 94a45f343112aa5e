-- Reads dead letters, the oldest first.
-- KEYS  1 P:m
-- ARGV  1 rank to begin at · 2 how many, at most 256
-- Reply ok | gone, then id, lane, class (with a leading ! when permanent), ms of its end, entry of each
-- Cost  O(n)
-- include job
-- include items
if not open_job() then
  return { 'gone' }
end
local reply = { 'ok' }
local letters = redis.call('ZRANGE', P .. ':dlq', tonumber(ARGV[1]), tonumber(ARGV[1]) + tonumber(ARGV[2]) - 1, 'WITHSCORES')
for i = 1, #letters, 2 do
  local _, _, lane, class = held(letters[i])
  local at = #reply
  reply[at + 1], reply[at + 2], reply[at + 3], reply[at + 4], reply[at + 5] = letters[i], lane, class, letters[i + 1], entry_held(letters[i])
end
return reply
