-- What every function of the library shares. The constants in capitals come before this file: the
-- build takes them from the C++ headers, so that no number is written down twice.
--
-- Every function takes one key, KEYS[1]: the prefix `nexus:{<pool>}:`. All other keys are that
-- prefix and a suffix, hence of one hash slot: in a cluster one master owns the whole pool. No key
-- is the bare prefix: while the slot moves to another master, KEYS[1] is missing on both, so Redis
-- refuses a call as a whole, where else a function would fail half way. The keys:
--
--   clock            hash   wall, now: see read_clock; place: the last one given out
--   leases           zset   ticket -> when its lease ends; it is known exactly while it is here
--   t:<ticket>       hash   of a ticket that waits: v visitor, o owner, p place, c card, f offer,
--                           w buckets (packed), a avoided visitors (packed)
--   b:<bucket>       zset   ticket -> place
--   proposed         hash   ticket -> the open room it is proposed for
--   r:<room>         hash   s 1 while open; hn, hu home; of side 0 (initiator) and 1 (responder): t
--                           ticket, v visitor, o owner, p place, k 1 once committed; c card and f
--                           offer until both committed
--   deadlines        zset   open room that lacks a commit -> when it ends
--   nodes            zset   matching node -> when its lease ends
--   homes            zset   signalling node -> when its lease ends
--   homes:rooms      zset   signalling node -> its rooms
--   homes:url        hash   signalling node -> its url
--   outbox:<node>    stream what that node is to hear
--
-- Packed lists are names joined by line feeds, one before and one after each; the client escapes
-- line feeds inside names, so that searching for "\nname\n" is exact.
--
-- Traps: `..` writes a number with 14 digits only, so times and places never meet it; redis.call
-- writes 17. A function that fails half way is not rolled back: nothing below may fail.

-- redis.call does not exist yet while the library is loaded: the first call looks it up.
local call
call = function(...)
  call = redis.call
  return call(...)
end

-- The time of this call in microseconds: as given, or, when that is 0, as Redis reckons it. That
-- reckoning never goes back and never leaps: while nobody calls, or when the machine's clock is
-- set, it moves by at most CLOCK_STEP_MAX_US. So neither an outage nor an operator ends all leases
-- at once. Returns that time, the machine's time, and the last place given out; write_clock keeps
-- them.
local function read_clock(P, given)
  local last = call('HMGET', P .. 'clock', 'wall', 'now', 'place')
  local now, wall, place = tonumber(given), tonumber(last[1] or '0'), tonumber(last[3] or '0')
  if now > 0 then return now, wall, place end
  local before, time = wall, call('TIME')
  wall = tonumber(time[1]) * 1000000 + tonumber(time[2])
  if before == 0 then return wall, wall, place end
  now = tonumber(last[2]) + math.max(0, math.min(wall - before, CLOCK_STEP_MAX_US))
  return now, wall, place
end

local function write_clock(P, now, wall, place)
  call('HSET', P .. 'clock', 'wall', wall, 'now', now, 'place', place)
end

local function time_of(P, given)
  local now, wall, place = read_clock(P, given)
  write_clock(P, now, wall, place)
  return now
end

local function packed_has(packed, name)
  return string.find(packed, '\n' .. name .. '\n', 1, true) ~= nil
end

local function each_packed(packed) return string.gmatch(packed, '[^\n]+') end

-- Puts an event at the end of a node's outbox. What falls off at the limit is told again by renew,
-- which also keeps the outbox from expiring.
local function post(P, node, ...)
  call('XADD', P .. 'outbox:' .. node, 'MAXLEN', '~', OUTBOX_MAX, '*', ...)
end

local function keep_outbox(P, node) call('PEXPIRE', P .. 'outbox:' .. node, OUTBOX_LIFE_MS) end

local function read_room(P, id, ...)
  local names = {...}
  local values = call('HMGET', P .. 'r:' .. id, 't0', 't1', 's', 'k0', 'k1', ...)
  if not values[1] then return nil end
  local room = {
    t0 = values[1], t1 = values[2], open = values[3] == '1',
    k0 = values[4] == '1', k1 = values[5] == '1',
  }
  for i, name in ipairs(names) do room[name] = values[i + 5] end
  return room
end

-- A room with everything that tell and release want to know.
local function read_whole_room(P, id)
  return read_room(P, id, 'v0', 'v1', 'o0', 'o1', 'p0', 'p1', 'c0', 'c1', 'f0', 'hn', 'hu')
end

local function side_of(room, ticket)
  if room.t0 == ticket then return 0 end
  if room.t1 == ticket then return 1 end
  return nil
end

-- The proposal as one side hears it:
-- room, ticket, role (0 initiator, 1 responder), place, home node, home url, partner, card, offer.
local function tell(id, room, side)
  if side == 0 then
    return id, room.t0, '0', room.p0, room.hn, room.hu, room.v1, room.c1 or '', ''
  end
  return id, room.t1, '1', room.p1, room.hn, room.hu, room.v0, room.c0 or '', room.f0 or ''
end

local function leave_buckets(P, id, packed)
  for name in each_packed(packed) do call('ZREM', P .. 'b:' .. name, id) end
end

-- Forgets a ticket, whatever its state; nothing if it is unknown.
local function erase(P, id)
  if call('ZREM', P .. 'leases', id) == 0 then return end
  if call('HDEL', P .. 'proposed', id) == 1 then return end
  local packed = call('HGET', P .. 't:' .. id, 'w')
  if packed then leave_buckets(P, id, packed) end
  call('DEL', P .. 't:' .. id)
end

local function forget_payload(P, id) call('HDEL', P .. 'r:' .. id, 'c0', 'c1', 'f0') end

-- The room ends for good, and with it the tickets that are still proposed for it.
local function close_room(P, id, room)
  call('HSET', P .. 'r:' .. id, 's', '0')
  call('ZREM', P .. 'deadlines', id)
  forget_payload(P, id)
  for side = 0, 1 do
    local ticket = room['t' .. side]
    if call('HGET', P .. 'proposed', ticket) == id then erase(P, ticket) end
  end
end

local function release(P, id, room, side)
  post(P, room['o' .. side], 'k', 'release', 'r', id, 't', room['t' .. side],
       'p', room['p' .. side])
  keep_outbox(P, room['o' .. side])  -- that node may be dead
end

-- Not by a side that committed: its visitor may be in there.
local function abandon_room(P, ticket, id)
  local room = read_room(P, id, 'o0', 'o1', 'p0', 'p1')
  if not room or not room.open then return end
  local side = side_of(room, ticket)
  if not side or room['k' .. side] then return end
  close_room(P, id, room)
  release(P, id, room, 1 - side)
end

local function withdraw_ticket(P, ticket)
  local id = call('HGET', P .. 'proposed', ticket)
  if not id then return erase(P, ticket) end
  local room = read_room(P, id)
  if not room then return erase(P, ticket) end  -- its record ran out unswept
  local side = side_of(room, ticket) or 1
  if not room['k' .. side] then abandon_room(P, ticket, id) end
end
