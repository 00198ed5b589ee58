-- nexus_abandon: a side cannot take the room; it never opens and the other side is released. Does
-- nothing if that side has committed.
--
-- KEYS   1 prefix
-- ARGV   1 ticket  2 room
-- Reply  0
-- Cost   O(log waiting)

redis.register_function('nexus_abandon', function(keys, args)
  abandon_room(keys[1], args[1], args[2])
  return 0
end)
