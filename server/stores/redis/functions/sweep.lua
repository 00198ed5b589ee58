-- nexus_sweep: removes what died: proposals past their deadline, tickets and nodes past their
-- lease.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0
-- Reply  how much was removed
-- Cost   O((dead) * buckets * log waiting), at most SWEEP_MAX dead rooms and as many dead tickets

local function sweep_rooms(P, now)
  local removed = 0
  local due = call('ZRANGEBYSCORE', P .. 'deadlines', '-inf', now, 'LIMIT', 0, SWEEP_MAX)
  for _, id in ipairs(due) do
    local room = read_room(P, id, 'o0', 'o1', 'p0', 'p1')
    if room then
      close_room(P, id, room)
      release(P, id, room, 0)
      release(P, id, room, 1)
      removed = removed + 1
    else
      call('ZREM', P .. 'deadlines', id)
    end
  end
  return removed
end

local function sweep_tickets(P, now)
  local removed = 0
  while removed < SWEEP_MAX do
    local due = call('ZRANGEBYSCORE', P .. 'leases', '-inf', now, 'LIMIT', 0, SWEEP_MAX - removed)
    if #due == 0 then break end
    for _, ticket in ipairs(due) do
      if call('ZSCORE', P .. 'leases', ticket) then  -- else it went with its partner
        withdraw_ticket(P, ticket)
        erase(P, ticket)  -- a committed side; the room's deadline ends the rest
        removed = removed + 1
      end
    end
  end
  return removed
end

local function sweep_nodes(P, now)
  local removed = call('ZREMRANGEBYSCORE', P .. 'nodes', '-inf', now)
  for _, node in ipairs(call('ZRANGEBYSCORE', P .. 'homes', '-inf', now)) do
    call('ZREM', P .. 'homes', node)
    call('ZREM', P .. 'homes:rooms', node)
    call('HDEL', P .. 'homes:url', node)
    removed = removed + 1
  end
  return removed
end

redis.register_function('nexus_sweep', function(keys, args)
  local P = keys[1]
  local now = time_of(P, args[1])
  local removed = sweep_rooms(P, now)
  removed = removed + sweep_tickets(P, now)
  return removed + sweep_nodes(P, now)
end)
