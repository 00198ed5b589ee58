-- nexus_find_4: proposes a room with the best compatible waiter, or lets the ticket wait, and
-- forgets an older ticket of the visitor. (Older processes call other names with other ARGV.)
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 most tickets waiting at once
--        3 ticket  4 visitor  5 owner  6 place, or 0   7 profile  8 offer, kept if it waits
--        9 answer, posted if it finds, else dropped   10 home node  11 home url  12 room
--        13 buckets to wait in (packed)   14 avoided visitors and networks (packed)
--        15 look only at tickets behind this place, or 0   16 network, or empty
--        17... one tier each: buckets to look in (packed)
-- Reply  {0, place, tickets waiting, place where the bounded look ended, or 0}  queued
--        {1, room, ticket, role, place, home node, home url, partner, profile, offer}  proposed
--        {2}  it would have to wait, and the queue is full; nothing was changed
-- Cost   O(SCAN_MAX + buckets * SCAN_MIN) reads a tier at worst, one per bucket as a rule;
--        O(buckets * log waiting) writes. Does not grow with the length of the queue.

-- Whether the packed visitors and networks contain this one. A record of an older process has no
-- network.
local function avoids(packed, visitor, network)
  return packed_has(packed, visitor) or (network or '') ~= '' and packed_has(packed, network)
end

-- A waiter's record as a table if `finder` may be matched with it, else false.
local function acceptable(P, id, bucket, finder)
  local visitor, owner, place, profile, offer, buckets, avoid, network = read_ticket(P, id)
  if not visitor then  -- an operator removed the record: the owner's renewal restores it
    call('ZREM', bucket, id)
    call('ZREM', P .. 'leases', id)
    return false
  end
  finder.places[id] = tonumber(place)
  if visitor == finder.visitor then return false end
  local lease = finder.nodes[owner]
  if not lease then
    lease = tonumber(call('ZSCORE', P .. 'nodes', owner) or 0)
    finder.nodes[owner] = lease
  end
  if lease <= finder.now then return false end
  if avoids(finder.avoid, visitor, network) or avoids(avoid, finder.visitor, finder.network) then
    return false
  end
  return {id = id, visitor = visitor, owner = owner, place = place, profile = profile, offer = offer,
          buckets = buckets}
end

local function goes_before(waiter, overlap, best, best_overlap)
  if not best or overlap > best_overlap then return true end
  return overlap == best_overlap and tonumber(waiter.place) < tonumber(best.place)
end

-- Tickets of a bucket that the finder has not looked at yet, oldest first.
local function waiting_in(bucket, finder, from, to)
  if finder.after == 0 then return call('ZRANGE', bucket, from, to) end
  return call('ZRANGE', bucket, '(' .. whole(finder.after), '+inf', 'BYSCORE', 'LIMIT', from,
              to - from + 1)
end

-- The better of `best` and the best waiter in one bucket, with its overlap.
local function look_in(P, name, tier, best, best_overlap, finder)
  local bucket = P .. 'b:' .. name
  local limit = math.max(SCAN_MIN, math.floor(SCAN_MAX / #tier))
  -- Reads only a few first, because the oldest waiter mostly fits.
  local from, to = 0, 3
  local last
  while from < limit do
    local waiting = waiting_in(bucket, finder, from, to)
    for _, id in ipairs(waiting) do
      local waiter = finder.seen[id]
      if waiter == nil then
        waiter = acceptable(P, id, bucket, finder)
        finder.seen[id] = waiter
      end
      last = finder.places[id] or last
      if waiter then
        local overlap = 0
        for _, other in ipairs(tier) do
          if other == name or packed_has(waiter.buckets, other) then overlap = overlap + 1 end
        end
        if goes_before(waiter, overlap, best, best_overlap) then
          best, best_overlap = waiter, overlap
        end
        if overlap == #tier then return best, best_overlap end  -- the others are younger
      end
    end
    if #waiting < to - from + 1 then return best, best_overlap end
    from, to = to + 1, limit - 1
  end
  -- The limit ended the look. Without any record there was no place, and the same look goes on.
  finder.cut = math.min(finder.cut or math.huge, last or math.max(finder.after, 1))
  return best, best_overlap
end

local function choose(P, tiers, first, finder)
  for i = first, #tiers do
    local tier, best, overlap = {}, nil, 0
    for name in each_packed(tiers[i]) do tier[#tier + 1] = name end
    for _, name in ipairs(tier) do
      best, overlap = look_in(P, name, tier, best, overlap, finder)
      -- A ticket that shares the whole tier is in each of its buckets, so an older one was found
      -- before.
      if overlap == #tier then break end
    end
    if best then return best end
  end
  return nil
end

-- The answer is sent to the waiter's owner and not stored.
local function propose(P, clock, room_id, room, buckets, answer)
  call('SET', P .. 'r:' .. room_id, OPEN .. pack_room(room))
  call('ZADD', P .. 'deadlines', whole(clock.now + COMMIT_DEADLINE_US), room_id)
  call('ZREM', P .. 'leases', room.t0)
  call('DEL', P .. 'v:' .. room.v0)
  leave_buckets(P, room.t0, buckets)
  local proposed = cmsgpack.pack(false, room_id)
  call('MSET', P .. 't:' .. room.t0, proposed, P .. 't:' .. room.t1, proposed)
  post(P, room.o0, 'k', 'proposal', 'r', room_id, 't', room.t0, 'o', '0', 'p', room.p0,
       'n', room.hn, 'u', room.hu, 'v', room.v1, 'c', room.c1, 'f', answer)
  return {1, proposal_for(P, room_id, room, 1)}
end

redis.register_function('nexus_find_4', function(keys, args)
  local P, id, visitor = keys[1], args[3], args[4]
  local known = call('MGET', P .. 'clock', P .. 't:' .. id, P .. 'v:' .. visitor)
  local clock = clock_of(P, known[1])
  advance(clock, args[1])

  local place, was_waiting = tonumber(args[6]), false
  if known[2] then
    local its_visitor, its_room, its_place, _, its_offer, its_buckets = cmsgpack.unpack(known[2])
    if its_visitor then
      place, was_waiting = tonumber(its_place), true
      forget_waiter(P, id, its_visitor, its_offer, its_buckets)
    else
      local room = read_whole_room(P, its_room)
      if room then return {1, proposal_for(P, its_room, room, side_of(room, id) or 1)} end
    end
  end

  local older = known[3]
  if older and older ~= id then
    local its_visitor, _, _, _, its_offer, its_buckets = read_ticket(P, older)
    if its_visitor then
      was_waiting = true
      forget_waiter(P, older, its_visitor, its_offer, its_buckets)
    end
  end

  local finder = {
    visitor = visitor, network = args[16], avoid = args[14], now = clock.now, nodes = clock.nodes, seen = {},
    after = tonumber(args[15]), places = {},
  }
  local waiter = choose(P, args, 17, finder)
  local waiting = not waiter and call('ZCARD', P .. 'leases')
  if waiting and waiting >= tonumber(args[2]) and not was_waiting then return {2} end

  -- The place that the ticket brought or had, else the next one. Places are unique and rising.
  -- Newcomers come after every place seen so far, even after Redis lost its newest writes.
  if place == 0 then place = math.max(clock.now, clock.place + 1) end
  clock.place = math.max(place, clock.place)
  write_clock(P, clock)
  place = whole(place)

  if waiter then
    return propose(P, clock, args[12], {
      t0 = waiter.id, v0 = waiter.visitor, o0 = waiter.owner, p0 = waiter.place, c0 = waiter.profile,
      f = waiter.offer,
      t1 = id, v1 = visitor, o1 = args[5], p1 = place, c1 = args[7],
      hn = args[10], hu = args[11],
    }, waiter.buckets, args[9])
  end
  local offer, buckets = args[8], args[13]
  call('ZADD', P .. 'leases', whole(clock.now + TICKET_LEASE_US), id)
  call('MSET', P .. 't:' .. id,
       cmsgpack.pack(visitor, args[5], place, args[7], offer ~= '', buckets, args[14],
                       args[16]),
       P .. 'v:' .. visitor, id)
  if offer ~= '' then call('SET', P .. 'f:' .. id, offer) end
  for name in each_packed(buckets) do call('ZADD', P .. 'b:' .. name, place, id) end
  return {0, place, waiting + 1, whole(finder.cut or 0)}
end)
