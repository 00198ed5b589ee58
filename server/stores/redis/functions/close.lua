-- nexus_close: a room is over and never reopens.
--
-- KEYS   1 prefix
-- ARGV   1 room   2... the tickets whose owners are told to search on
-- Reply  0
-- Cost   O(log waiting)

redis.register_function('nexus_close', function(keys, args)
  local P, id = keys[1], args[1]
  local room = read_room(P, id, 'o0', 'o1', 'p0', 'p1')
  if not room or not room.open then return 0 end
  close_room(P, id, room)
  for side = 0, 1 do
    for i = 2, #args do
      if args[i] == room['t' .. side] then
        release(P, id, room, side)
        break
      end
    end
  end
  return 0
end)
