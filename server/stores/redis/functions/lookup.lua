-- nexus_lookup: who may sit where in a room.
--
-- KEYS   1 prefix
-- ARGV   1 room
-- Reply  {initiator's ticket, responder's ticket, home node, 1 while open else 0}, or nil
-- Cost   O(1)

redis.register_function{
  function_name = 'nexus_lookup',
  flags = {'no-writes'},
  callback = function(keys, args)
    local room = read_room(keys[1], args[1], 'hn')
    if not room then return nil end
    return {room.t0, room.t1, room.hn, room.open and 1 or 0}
  end,
}
