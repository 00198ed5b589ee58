-- nexus_claim: a node takes over a room, of its former run or one whose members were sent here, or goes
-- on with one of this run to which a member came back. Who asked to move it before does not count any
-- more.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 room   3 node   4 boot of the lost run, '' for any
--        5 boot of the run that claims, which may be the same   6 url
-- Reply  0: the room is over; 1: it moved elsewhere before; 2: it lives here again
-- Cost   O(1)

redis.register_function('nexus_claim', function(keys, args)
  local P, id, node, former, by = keys[1], args[2], args[3], args[4], args[5]
  local move = read_move(P, id)
  if not move then return 0 end
  local is_own = move.node == node and (former == '' or move.boot == by or move.boot == former)
  if move.node ~= '' and not is_own and
     home_lives(P, move.node, move.boot, clock_at(P, args[1]).now) then
    return 1
  end
  -- Who claims is alive, also where its first announcement was lost.
  call('ZADD', P .. 'homes', whole(clock_at(P, args[1]).now + HOME_LEASE_US), node)
  call('ZADD', P .. 'homes:rooms', 'NX', 0, node)
  call('HSET', P .. 'homes:url', node, args[6])
  call('HSET', P .. 'homes:boot', node, by)
  move.node, move.boot, move.url, move[0], move[1] = node, by, args[6], '0', '0'
  write_move(P, id, move)
  return 2
end)
