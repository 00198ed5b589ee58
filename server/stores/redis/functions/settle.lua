-- nexus_settle: decides where a room lives when a member asks for its seat at another home, or
-- returns to its own.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 room   3 node and 4 incarnation where the member sat
--        5 who asks: 0 initiator, 1 responder   6 node and 7 url of the home that it asks for
--        8 the incarnation of that home if the home itself asks, else ''
-- Reply  {0}: the room is over; {1}: not yet; {2, node, url}
-- Cost   O(1); a home that is given the room counts as announced, which is five writes

redis.register_function('nexus_settle', function(keys, args)
  local P, id, from, from_incarnation = keys[1], args[2], args[3], args[4]
  local asker, to, to_url, to_incarnation = tonumber(args[5]), args[6], args[7], args[8]
  local move = read_move(P, id)
  if not move then return {0} end
  local now = clock_at(P, args[1]).now
  local here, incarnation = from, from_incarnation
  if move.node ~= '' then here, incarnation = move.node, move.incarnation end
  local is_back = to_incarnation ~= '' and here == to
  local is_lost = not is_back and not home_lives(P, here, incarnation, now)
  if not is_back and not is_lost and (here ~= from or incarnation ~= from_incarnation) then
    return {2, move.node, move.url}
  end

  local function counts(asked) return asked ~= '0' and tonumber(asked) + MOVE_ASK_US > now end
  -- A home that asks is alive, even if its first announcement was lost. A room that moved to a dead
  -- home would be redirected at the next ask, its partner first.
  local function takes_rooms(node)
    return to_incarnation ~= '' and node == to or home_lives(P, node, incarnation_of(P, node), now)
  end
  local is_chosen = not is_back and (counts(move[0]) or counts(move[1]))
  if not is_chosen or not takes_rooms(move.to) then move.to, move.to_url = to, to_url end
  move[asker] = whole(now)
  local goes = is_back or (is_lost or counts(move[0]) and counts(move[1])) and takes_rooms(move.to)
  if goes then
    if to_incarnation ~= '' and move.to == to then announce_home(P, now, to, to_url, to_incarnation) end
    move.node, move.incarnation, move.url = move.to, incarnation_of(P, move.to), move.to_url
    move[0], move[1] = '0', '0'
  end
  write_move(P, id, move)
  return goes and {2, move.node, move.url} or {1}
end)
