-- nexus_close_2: a room is over and never reopens. A room that moved to another node is left alone.
-- (nexus_close of older processes has no reason among its ARGV.)
--
-- KEYS   1 prefix
-- ARGV   1 the closing node   2 room   3 'no_show' if the partner of those tickets did not come, or ''
--        4... tickets whose owners are notified to search on; the other searches are over, although
--             a commit may still be on its way
-- Reply  0
-- Cost   O(log waiting)

redis.register_function('nexus_close_2', function(keys, args)
  local P, home, id = keys[1], args[1], args[2]
  local records = call('MGET', P .. 'm:' .. id, P .. 'r:' .. id)
  local lives_at = parse_move(records[1]).node
  if lives_at ~= '' and lives_at ~= home then return 0 end
  local room = parse_room(records[2])
  if not room then
    call('SET', P .. 'm:' .. id, '', 'PX', ROOM_LIFE_MS)
    return 0
  end
  if not is_open(room.state) then return 0 end
  local stranded, over = {}, 0
  for i = 4, #args do stranded[args[i]] = true end
  for side = 0, 1 do
    if not stranded[room['t' .. side]] then over = over + 1 + side end
  end
  close_room(P, id, room, over == 0 and SHUT or string.char(48 + OVER + over))
  if #args == 3 then return 0 end
  room = parse_whole_room(records[2])
  for side = 0, 1 do
    if stranded[room['t' .. side]] then release(P, id, room, side, args[3]) end
  end
  return 0
end)
