-- nexus_give_up: visitors of tickets will not come to their rooms, or leave them. Notifies the home of
-- each open room; the home knows whether that visitor came.
--
-- KEYS   1 prefix
-- ARGV   1 ticket  2 room  3 ticket  4 room ...
-- Reply  0
-- Cost   O(tickets)

-- Returns the homebox that was written to, or nothing.
local function give_up(P, ticket, id)
  local records = call('MGET', P .. 'm:' .. id, P .. 'r:' .. id)
  -- Most visitors have left before they search again, so the room is over.
  if not records[2] or not is_open(state_of(records[2])) then return end
  local room = parse_room(records[2])
  local side = side_of(room, ticket)
  if not side then return end
  local homebox = P .. 'homebox:' .. home_of(room, records[1])
  call('XADD', homebox, 'MAXLEN', '~', OUTBOX_MAX, '*',
       'r', id, 't', ticket, 'o', side, 'x', room['t' .. (1 - side)])
  return homebox
end

redis.register_function('nexus_give_up', function(keys, args)
  local written = {}
  for i = 1, #args, 2 do
    local homebox = give_up(keys[1], args[i], args[i + 1])
    if homebox then written[homebox] = true end
  end
  for homebox in pairs(written) do call('PEXPIRE', homebox, HOMEBOX_LIFE_MS) end
  return 0
end)
