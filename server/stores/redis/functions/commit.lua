-- nexus_commit: the owner of a ticket took the room.
--
-- KEYS   1 prefix
-- ARGV   1 ticket  2 room
-- Reply  1 kept, 0 released: the room fell through before, or is not this ticket's. A room that was
--        forgotten is kept, and one that its home closed without stranding the ticket.
-- Cost   O(log waiting)

redis.register_function('nexus_commit', function(keys, args)
  local P, ticket, id = keys[1], args[1], args[2]
  local room = read_room(P, id)
  if not room then return 1 end
  local side = side_of(room, ticket)
  if not side then return 0 end
  if room.state == OVER + 1 + side or room.state == OVER + 3 then return 1 end
  if not is_open(room.state) then return 0 end
  if room['k' .. side] then return 1 end
  local state = room.state + COMMITTED[side]
  if state ~= SETTLED then
    call('SETRANGE', P .. 'r:' .. id, 0, state)
    return 1
  end
  end_search(P, id, room, state)
  return 1
end)
