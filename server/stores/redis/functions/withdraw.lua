-- nexus_withdraw: forgets a ticket; a proposal that it has not committed is abandoned.
--
-- KEYS   1 prefix
-- ARGV   1 ticket
-- Reply  0
-- Cost   O(buckets * log waiting)

redis.register_function('nexus_withdraw', function(keys, args)
  withdraw_ticket(keys[1], args[1])
  return 0
end)
