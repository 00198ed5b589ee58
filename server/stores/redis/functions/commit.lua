-- nexus_commit: the owner of a ticket took the room.
--
-- KEYS   1 prefix
-- ARGV   1 ticket  2 room
-- Reply  1 kept, 0 released: the room was abandoned before, or is not this ticket's. A room that
--        was forgotten is kept.
-- Cost   O(log waiting)

redis.register_function('nexus_commit', function(keys, args)
  local P, ticket, id = keys[1], args[1], args[2]
  local room = read_room(P, id)
  if not room then return 1 end
  if not room.open then return 0 end
  local side = side_of(room, ticket)
  if not side then return 0 end
  call('HSET', P .. 'r:' .. id, 'k' .. side, '1')
  room['k' .. side] = true
  if room.k0 and room.k1 then
    call('ZREM', P .. 'deadlines', id)
    forget_payload(P, id)
    if call('HDEL', P .. 'proposed', room.t0, room.t1) == 2 then
      call('ZREM', P .. 'leases', room.t0, room.t1)
    else  -- one of them is gone, or searches again: rare
      erase(P, room.t0)
      erase(P, room.t1)
    end
  end
  return 1
end)
