-- nexus_announce: a signalling node takes rooms.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 node  3 url  4 rooms it has  5 incarnation
-- Reply  0
-- Cost   O(log signalling nodes)

redis.register_function('nexus_announce', function(keys, args)
  local P, node = keys[1], args[2]
  call('ZADD', P .. 'homes:rooms', args[4], node)
  announce_home(P, clock_at(P, args[1]).now, node, args[3], args[5])
  return 0
end)
