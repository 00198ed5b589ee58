-- nexus_retire: a signalling node takes no more rooms.
--
-- KEYS   1 prefix
-- ARGV   1 node
-- Reply  0
-- Cost   O(log signalling nodes)

redis.register_function('nexus_retire', function(keys, args)
  forget_home(keys[1], args[1])
  return 0
end)
