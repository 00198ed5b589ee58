-- nexus_lookup: a room's tickets, its home, and whether it is open.
--
-- KEYS   1 prefix
-- ARGV   1 room
-- Reply  {initiator's ticket, responder's ticket, home node, 1 while open else 0}, or nil
-- Cost   O(1)

redis.register_function{
  function_name = 'nexus_lookup',
  flags = {'no-writes'},
  callback = function(keys, args)
    local P, id = keys[1], args[1]
    local records = call('MGET', P .. 'm:' .. id, P .. 'r:' .. id)
    local room = parse_room(records[2])
    if not room then return nil end
    return {room.t0, room.t1, home_of(room, records[1]), is_open(room.state) and 1 or 0}
  end,
}
