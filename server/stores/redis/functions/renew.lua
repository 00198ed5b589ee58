-- nexus_renew: renews the leases of a matching node and of its tickets.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 node   3... tickets, at most 500
-- Reply  {tickets the store does not know,
--         proposals not yet committed: each {room, ticket, role, place, home node, home url,
--           partner, profile, offer or nothing},
--         signalling nodes alive, least loaded first: node, url, node, url, ...,
--         1 if the node's lease had run out, else 0,
--         tickets waiting}
-- Cost   O(tickets * log known + signalling nodes); a few commands, whatever the number of tickets,
--        and two or three per ticket that does not wait

local function homes_alive(P, now)
  local alive = {}
  local names = call('ZRANGE', P .. 'homes:rooms', 0, -1)
  if #names == 0 then return alive end
  local leases = call('ZMSCORE', P .. 'homes', unpack(names))
  local urls = call('HMGET', P .. 'homes:url', unpack(names))
  for i, name in ipairs(names) do
    if leases[i] and tonumber(leases[i]) > now then
      alive[#alive + 1] = name
      alive[#alive + 1] = urls[i] or ''
    end
  end
  return alive
end

redis.register_function('nexus_renew', function(keys, args)
  local P = keys[1]
  local clock = clock_at(P, args[1])
  local now = clock.now
  local node_lease = call('ZSCORE', P .. 'nodes', args[2])
  local lapsed = not node_lease or tonumber(node_lease) <= now
  clock.nodes[args[2]] = now + NODE_LEASE_US
  call('ZADD', P .. 'nodes', whole(now + NODE_LEASE_US), args[2])
  keep_outbox(P, args[2])
  local unknown, proposed = {}, {}
  if #args > 2 then
    local leases = call('ZMSCORE', P .. 'leases', unpack(args, 3))
    local renewed = {}
    for i, ticket in ipairs({unpack(args, 3)}) do
      if leases[i] then
        renewed[#renewed + 1] = whole(now + TICKET_LEASE_US)
        renewed[#renewed + 1] = ticket
      else
        local _, id = read_ticket(P, ticket)
        local room = id and read_whole_room(P, id)
        if room then
          local side = side_of(room, ticket) or 1
          if not room['k' .. side] then proposed[#proposed + 1] = {proposal_for(P, id, room, side)} end
        else
          unknown[#unknown + 1] = ticket
        end
      end
    end
    if #renewed > 0 then call('ZADD', P .. 'leases', unpack(renewed)) end
  end
  return {unknown, proposed, homes_alive(P, now), lapsed and 1 or 0, call('ZCARD', P .. 'leases')}
end)
