-- nexus_withdraw: forgets a ticket; a proposal that it has not committed is abandoned.
--
-- KEYS   1 prefix
-- ARGV   1 ticket
-- Reply  0
-- Cost   O(buckets * log waiting)

redis.register_function('nexus_withdraw', function(keys, args)
  local P, ticket = keys[1], args[1]
  local visitor, room, _, _, offer, buckets = read_ticket(P, ticket)
  if visitor then
    forget_waiter(P, ticket, visitor, offer, buckets)
  elseif room then
    abandon_room(P, ticket, room)
  end
  return 0
end)
