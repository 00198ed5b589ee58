-- nexus_find: proposes a room with the best compatible waiter, or lets the ticket wait.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 most tickets known at once
--        3 ticket  4 visitor  5 owner  6 place, or 0   7 card  8 offer
--        9 home node  10 home url  11 room   12 buckets to wait in (packed)
--        13 avoided visitors (packed)   14... one tier each: buckets to look in (packed)
-- Reply  {0, place, tickets waiting}  queued
--        {1, room, ticket, role, place, home node, home url, partner, card, offer}  proposed
--        {2}  full; nothing was changed
-- Cost   O(SCAN_MAX + buckets * SCAN_MIN) reads a tier at worst, one per bucket as a rule;
--        O(buckets * log waiting) writes. Does not grow with the length of the queue.

-- The packed buckets of a waiter that `finder` may have, or false.
local function acceptable(P, id, bucket, finder)
  local waiter = call('HMGET', P .. 't:' .. id, 'v', 'o', 'w', 'a')
  if not waiter[1] then  -- its safety expiry struck: the owner's renewal brings it back
    call('ZREM', bucket, id)
    if call('HEXISTS', P .. 'proposed', id) == 0 then call('ZREM', P .. 'leases', id) end
    return false
  end
  if waiter[1] == finder.visitor then return false end
  local lease = call('ZSCORE', P .. 'leases', id)
  if not lease or tonumber(lease) <= finder.now then return false end
  local alive = finder.nodes[waiter[2]]
  if alive == nil then
    local node_lease = call('ZSCORE', P .. 'nodes', waiter[2])
    alive = node_lease and tonumber(node_lease) > finder.now or false
    finder.nodes[waiter[2]] = alive
  end
  if not alive then return false end
  if packed_has(finder.avoid, waiter[1]) or packed_has(waiter[4], finder.visitor) then
    return false
  end
  return waiter[3]
end

-- The better of `best` and what one bucket holds.
local function look_in(P, name, tier, best, finder)
  local bucket = P .. 'b:' .. name
  local limit = math.max(SCAN_MIN, math.floor(SCAN_MAX / #tier))
  -- A few first: most often the oldest will do.
  for _, range in ipairs({{0, 3}, {4, limit - 1}}) do
    if range[1] > range[2] then return best end
    local waiting = call('ZRANGE', bucket, range[1], range[2], 'WITHSCORES')
    for i = 1, #waiting, 2 do
      local id = waiting[i]
      local packed = finder.seen[id]
      if packed == nil then
        packed = acceptable(P, id, bucket, finder)
        finder.seen[id] = packed
      end
      if packed then
        local place, overlap = tonumber(waiting[i + 1]), 0
        for _, other in ipairs(tier) do
          if packed_has(packed, other) then overlap = overlap + 1 end
        end
        if not best or overlap > best.overlap or
            (overlap == best.overlap and place < best.place) then
          best = {id = id, place = place, overlap = overlap}
        end
        if overlap == #tier then return best end  -- the rest of this bucket is younger
      end
    end
    if #waiting < 2 * (range[2] - range[1] + 1) then return best end
  end
  return best
end

local function choose(P, tiers, first, finder)
  for i = first, #tiers do
    local tier, best = {}, nil
    for name in each_packed(tiers[i]) do tier[#tier + 1] = name end
    for _, name in ipairs(tier) do
      best = look_in(P, name, tier, best, finder)
      -- Who shares all of the tier is in each of its buckets: an older one would have come first.
      if best and best.overlap == #tier then break end
    end
    if best then return best.id end
  end
  return nil
end

redis.register_function('nexus_find', function(keys, args)
  local P = keys[1]
  local now, wall, last_place = read_clock(P, args[1])
  local id, visitor, owner, place = args[3], args[4], args[5], tonumber(args[6])
  local card, offer = args[7], args[8]
  local room_id, packed = args[11], args[12]

  local known = call('ZCARD', P .. 'leases')  -- without this ticket, below
  if call('ZSCORE', P .. 'leases', id) then
    known = known - 1
    local open = call('HGET', P .. 'proposed', id)
    if open then
      local room = read_whole_room(P, open)
      if room then return {1, tell(open, room, side_of(room, id) or 1)} end
    else
      place = tonumber(call('HGET', P .. 't:' .. id, 'p') or place)
    end
    erase(P, id)
  elseif known >= tonumber(args[2]) then
    return {2}
  end
  -- The place it brought or had, else the next one. All are unique and rising, and newcomers are
  -- behind every place that was ever seen, also after Redis lost its newest writes.
  if place == 0 then place = math.max(now, last_place + 1) end
  write_clock(P, now, wall, math.max(place, last_place))

  local waiter_id = choose(P, args, 14, {
    visitor = visitor, avoid = args[13], now = now, nodes = {}, seen = {},
  })
  call('ZADD', P .. 'leases', now + TICKET_LEASE_US, id)

  if not waiter_id then
    local key = P .. 't:' .. id
    call('HSET', key, 'v', visitor, 'o', owner, 'p', place, 'c', card, 'f', offer,
         'w', packed, 'a', args[13])
    call('PEXPIRE', key, TICKET_LIFE_MS)
    for name in each_packed(packed) do call('ZADD', P .. 'b:' .. name, place, id) end
    return {0, place, known + 1 - call('HLEN', P .. 'proposed')}
  end

  local waiter = call('HMGET', P .. 't:' .. waiter_id, 'v', 'o', 'p', 'c', 'f', 'w')
  local room = {
    t0 = waiter_id, v0 = waiter[1], o0 = waiter[2], p0 = waiter[3], c0 = waiter[4], f0 = waiter[5],
    t1 = id, v1 = visitor, o1 = owner, p1 = string.format('%.0f', place), c1 = card,
    hn = args[9], hu = args[10],
  }
  local key = P .. 'r:' .. room_id
  call('HSET', key, 's', '1', 'k0', '0', 'k1', '0', 'hn', room.hn, 'hu', room.hu,
       't0', room.t0, 'v0', room.v0, 'o0', room.o0, 'p0', room.p0, 'c0', room.c0, 'f0', room.f0,
       't1', room.t1, 'v1', room.v1, 'o1', room.o1, 'p1', room.p1, 'c1', room.c1)
  call('PEXPIRE', key, ROOM_LIFE_MS)
  call('ZADD', P .. 'deadlines', now + COMMIT_DEADLINE_US, room_id)

  leave_buckets(P, waiter_id, waiter[6])
  call('DEL', P .. 't:' .. waiter_id)
  call('HSET', P .. 'proposed', waiter_id, room_id, id, room_id)

  local r, t, role, at, hn, hu, partner, partner_card = tell(room_id, room, 0)
  post(P, room.o0, 'k', 'proposal', 'r', r, 't', t, 'o', role, 'p', at, 'n', hn, 'u', hu,
       'v', partner, 'c', partner_card, 'f', '')
  return {1, tell(room_id, room, 1)}
end)
