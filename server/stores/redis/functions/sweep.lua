-- nexus_sweep: removes what died: proposals past their deadline, tickets and nodes past their
-- lease.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0
-- Reply  how much was removed
-- Cost   O((dead) * buckets * log waiting), at most SWEEP_MAX dead rooms and as many dead tickets

local function sweep_rooms(P, now)
  local due = call('ZRANGEBYSCORE', P .. 'deadlines', '-inf', now, 'LIMIT', 0, SWEEP_MAX)
  for _, id in ipairs(due) do
    local room = read_whole_room(P, id)
    if room then
      close_room(P, id, room, SHUT)
      release(P, id, room, 0, '')
      release(P, id, room, 1, '')
    else
      call('ZREM', P .. 'deadlines', id)  -- an operator removed the record
    end
  end
  return #due
end

local function sweep_tickets(P, now)
  local due = call('ZRANGEBYSCORE', P .. 'leases', '-inf', now, 'LIMIT', 0, SWEEP_MAX)
  for _, ticket in ipairs(due) do
    local visitor, _, _, _, offer, buckets = read_ticket(P, ticket)
    forget_waiter(P, ticket, visitor, offer, buckets or '')
  end
  return #due
end

local function sweep_nodes(P, now)
  -- Cached leases of these nodes have ended too: no need to remove them from the cache.
  local removed = call('ZREMRANGEBYSCORE', P .. 'nodes', '-inf', now)
  for _, node in ipairs(call('ZRANGEBYSCORE', P .. 'homes', '-inf', now)) do
    forget_home(P, node)
    removed = removed + 1
  end
  return removed
end

redis.register_function('nexus_sweep', function(keys, args)
  local P = keys[1]
  local now = clock_at(P, args[1]).now
  local removed = sweep_rooms(P, now)
  removed = removed + sweep_tickets(P, now)
  return removed + sweep_nodes(P, now)
end)
