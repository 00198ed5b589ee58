-- nexus_announce: a signalling node takes rooms.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 node  3 url  4 rooms it has
-- Reply  0
-- Cost   O(log signalling nodes)

redis.register_function('nexus_announce', function(keys, args)
  local P, node = keys[1], args[2]
  local now = time_of(P, args[1])
  call('ZADD', P .. 'homes', now + HOME_LEASE_US, node)
  call('ZADD', P .. 'homes:rooms', args[4], node)
  call('HSET', P .. 'homes:url', node, args[3])
  return 0
end)
