-- nexus_give_up: the visitor of a ticket will not come to its room, or leaves it. Notifies the home
-- of an open room; the home knows whether that visitor came.
--
-- KEYS   1 prefix
-- ARGV   1 ticket  2 room
-- Reply  0
-- Cost   O(1)

redis.register_function('nexus_give_up', function(keys, args)
  local P, ticket, id = keys[1], args[1], args[2]
  local records = call('MGET', P .. 'm:' .. id, P .. 'r:' .. id)
  local room = parse_whole_room(records[2])
  local side = room and is_open(room.state) and side_of(room, ticket)
  if not side then return 0 end
  local home = parse_move(records[1]).node
  if home == '' then home = room.hn end
  local homebox = P .. 'homebox:' .. home
  call('XADD', homebox, 'MAXLEN', '~', OUTBOX_MAX, '*',
       'r', id, 't', ticket, 'o', side, 'x', room['t' .. (1 - side)])
  call('PEXPIRE', homebox, HOMEBOX_LIFE_MS)
  return 0
end)
