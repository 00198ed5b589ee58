-- nexus_give_up: visitors of tickets will not come to their rooms, or leave them. Notifies the home of
-- each open room; the home knows whether that visitor came.
--
-- KEYS   1 prefix
-- ARGV   1 ticket  2 room  3 ticket  4 room ...
-- Reply  0
-- Cost   O(tickets)

local function give_up(P, ticket, id)
  local records = call('MGET', P .. 'm:' .. id, P .. 'r:' .. id)
  local room = parse_whole_room(records[2])
  local side = room and is_open(room.state) and side_of(room, ticket)
  if not side then return end
  local home = parse_move(records[1]).node
  if home == '' then home = room.hn end
  local homebox = P .. 'homebox:' .. home
  call('XADD', homebox, 'MAXLEN', '~', OUTBOX_MAX, '*',
       'r', id, 't', ticket, 'o', side, 'x', room['t' .. (1 - side)])
  call('PEXPIRE', homebox, HOMEBOX_LIFE_MS)
end

redis.register_function('nexus_give_up', function(keys, args)
  for i = 1, #args, 2 do give_up(keys[1], args[i], args[i + 1]) end
  return 0
end)
