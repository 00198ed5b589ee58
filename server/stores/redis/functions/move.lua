-- nexus_move: a member of a room can not reach its home; where does the room live on?
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 room   3 the lost home's node and 4 its boot
--        5 who asks: 0 initiator, 1 responder   6 node and 7 url of a new home, if it is for this
--        call to say
-- Reply  {0}: the room is over; {1}: not yet; {2, node, url}
-- Cost   O(1)

redis.register_function('nexus_move', function(keys, args)
  local P, id, node, boot = keys[1], args[2], args[3], args[4]
  local move = read_move(P, id)
  if not move then return {0} end
  local now = clock_at(P, args[1]).now
  local here, run = node, boot
  if move.node ~= '' then here, run = move.node, move.boot end
  local is_lost = not home_lives(P, here, run, now)
  if not is_lost and (here ~= node or run ~= boot) then return {2, move.node, move.url} end

  local function counts(asked) return asked ~= '0' and tonumber(asked) + MOVE_ASK_US > now end
  -- Who moves to a home that is gone by now would be sent on at the next ask, and its partner first.
  local function takes_rooms(home) return home_lives(P, home, boot_of(P, home), now) end
  local is_chosen = counts(move[0]) or counts(move[1])
  if not is_chosen or not takes_rooms(move.to) then move.to, move.to_url = args[6], args[7] end
  move[tonumber(args[5])] = whole(now)
  local goes = (is_lost or counts(move[0]) and counts(move[1])) and takes_rooms(move.to)
  if goes then
    move.node, move.boot, move.url = move.to, boot_of(P, move.to), move.to_url
    move[0], move[1] = '0', '0'
  end
  write_move(P, id, move)
  return goes and {2, move.node, move.url} or {1}
end)
