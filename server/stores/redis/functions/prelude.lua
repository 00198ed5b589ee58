-- Shared by all functions of the library. The build puts the constants in capitals before this
-- file: it takes them from the C++ headers, so that no number is defined twice.
--
-- Every function takes one key, KEYS[1]: the prefix `nexus:{<pool>}:`. All other keys are that
-- prefix and a suffix, hence of one hash slot: in a cluster one master owns the whole pool. The
-- bare prefix is never used as a key. So while the slot moves to another master, KEYS[1] is missing
-- on both, and Redis refuses a call as a whole; otherwise a function could fail half way. The keys:
--
--   clock            string how time is reckoned, see read_clock
--   leases           zset   ticket that waits -> when its lease ends
--   t:<ticket>       string of a ticket that waits or is proposed, see read_ticket
--   v:<visitor>      string the visitor's ticket that waits
--   f:<ticket>       string the offer of a ticket that waits or is proposed, if it has one
--   b:<bucket>       zset   ticket that waits -> place
--   r:<room>         string see pack_room
--   deadlines        zset   open room that lacks a commit -> when it ends
--   nodes            zset   matching node -> when its lease ends
--   homes            zset   signalling node -> when its lease ends
--   homes:rooms      zset   signalling node -> its rooms
--   homes:url        hash   signalling node -> its url
--   homes:boot       hash   signalling node -> its incarnation
--   members          hash   kind and node of a process -> see enrol.lua
--   m:<room>         string where a room lives whose home was lost, see parse_move
--   week:<week>      string the key of network tags of that week
--   outbox:<node>    stream events for that matching node, with pre-generated answers
--   homebox:<node>   stream events for that signalling node
--   tally            stream reports and matches that count, for all matching nodes
--
-- Packed lists are names joined by line feeds, one before and one after each; the client escapes
-- line feeds inside names, so that searching for "\nname\n" is exact.
--
-- Traps: `..` writes only 14 digits of a number, and redis.call writes doubles slowly: times and
-- places go through whole(). A function that fails half way is not rolled back: the code below must
-- not fail. The cost of a call is mostly its number of commands, each about a microsecond.

-- redis.call does not exist while the library is loaded: the first call looks it up.
local call
call = function(...)
  call = redis.call
  return call(...)
end

-- The time of this call in microseconds: the given time or, if that is 0, the clock of this
-- library. That clock never goes back and never jumps: while there are no calls, or when the
-- machine's clock is set, it moves by at most CLOCK_STEP_MAX_US. So neither an outage nor an
-- operator ends all leases at once. The key holds "<machine's time> <clock> <last place given>" of
-- some call within the last CLOCK_WRITE_US. Later calls are known only to this process, and only as
-- long as the key still has the value that it wrote: after a failover or a FLUSHALL the key
-- decides.
local clocks = {}

local function whole(number) return string.format('%d', number) end

-- The clock that continues from the key's value. Its `nodes` cache leases of matching nodes; every
-- function that writes such a lease updates the cache.
local function clock_of(P, written)
  local clock = clocks[P]
  if not clock or clock.written ~= written then
    local wall, now, place = string.match(written or '0 0 0', '^(%d+) (%d+) (%d+)$')
    clock = {written = written, wall = tonumber(wall), now = tonumber(now),
             place = tonumber(place), nodes = {}}
    clocks[P] = clock
  end
  return clock
end

local function advance(clock, given)
  local now = tonumber(given)
  if now > 0 then
    clock.now, clock.written_at = now, nil
  else
    local time = call('TIME')
    local wall = tonumber(time[1]) * 1000000 + tonumber(time[2])
    if clock.wall == 0 then
      clock.now = wall
    else
      clock.now = clock.now + math.max(0, math.min(wall - clock.wall, CLOCK_STEP_MAX_US))
    end
    clock.wall = wall
  end
end

local function write_clock(P, clock)
  local at = clock.written_at
  if at and math.abs(clock.wall - at) < CLOCK_WRITE_US then return end
  clock.written = whole(clock.wall) .. ' ' .. whole(clock.now) .. ' ' .. whole(clock.place)
  clock.written_at = clock.wall
  call('SET', P .. 'clock', clock.written)
end

local function clock_at(P, given)
  local clock = clock_of(P, call('GET', P .. 'clock'))
  advance(clock, given)
  write_clock(P, clock)
  return clock
end

local function packed_has(packed, name)
  return packed ~= '' and string.find(packed, '\n' .. name .. '\n', 1, true) ~= nil
end

local function each_packed(packed) return string.gmatch(packed, '[^\n]+') end

-- Appends an event to a node's outbox. renew repeats events that were dropped at the limit; it also
-- keeps the outbox from expiring.
local function post(P, node, ...)
  call('XADD', P .. 'outbox:' .. node, 'MAXLEN', '~', OUTBOX_MAX, '*', ...)
end

local function keep_outbox(P, node) call('PEXPIRE', P .. 'outbox:' .. node, OUTBOX_LIFE_MS) end

-- The record of a waiting ticket: visitor, owner, place, profile, whether it has an offer, the
-- buckets it waits in, the visitors and networks it avoids (both packed) and its network. The record
-- of a proposed ticket: false and the room, which is open and lacks a commit. Returns the recorded
-- values, or nothing.
local function read_ticket(P, ticket)
  local record = call('GET', P .. 't:' .. ticket)
  if record then return cmsgpack.unpack(record) end
end

-- A room's record is its state, one digit, and a constant part. The digit is OPEN plus, for each
-- side that committed, COMMITTED[side]. Once the room is over, the digit is SHUT; or it is OVER
-- plus 1 for side 0 and plus 2 for side 1, for each side that did not lose its partner by the close:
-- its search is over too, even if its commit comes later. Fields for the sides 0 (initiator) and 1
-- (responder): t ticket, o owner, p place, v visitor, c profile. Other fields: f whether there is
-- an offer; hn, hu the home. The fields that only proposal_for() needs, from `hu` on, are dropped
-- when both committed or when the room closes.
local SHUT, OPEN, SETTLED, OVER, COMMITTED = '0', 1, 7, 7, {[0] = 2, [1] = 4}
local SLIM_FIELDS, TRUE = 7, 0xc3  -- as MessagePack writes it

local function pack_room(room)
  return cmsgpack.pack(room.t0, room.t1, room.hn, room.o0, room.o1, room.p0, room.p1,
                       room.hu, room.v0, room.v1, room.c0, room.c1, room.f)
end

-- The tickets, home, state and commits of a room; read_whole_room reads all fields.
local function state_of(record) return string.byte(record) - 48 end

local function is_open(state) return state >= OPEN and state <= SETTLED end

local function parse_room(record)
  if not record then return nil end
  local _, t0, t1, hn = cmsgpack.unpack_limit(record, 3, 1)
  local state = state_of(record)
  return {t0 = t0, t1 = t1, hn = hn, state = state, k0 = state == 3 or state == 7, k1 = state >= 5,
          record = record}
end

local function read_room(P, id) return parse_room(call('GET', P .. 'r:' .. id)) end

local function parse_whole_room(record)
  local room = parse_room(record)
  if not room then return nil end
  local _
  _, _, _, _, room.o0, room.o1, room.p0, room.p1, room.hu, room.v0, room.v1, room.c0, room.c1,
    room.f = cmsgpack.unpack_limit(room.record, 13, 1)
  return room
end

local function read_whole_room(P, id) return parse_whole_room(call('GET', P .. 'r:' .. id)) end

-- The room's visitors search no longer. From here on the record expires; before, the room has a
-- deadline, which sweep enforces.
local function end_search(P, id, room, state)
  local slim = cmsgpack.unpack_limit(room.record, SLIM_FIELDS, 1)
  local has_offer = string.byte(room.record, -1) == TRUE
  call('SET', P .. 'r:' .. id, state .. string.sub(room.record, 2, slim), 'PX', ROOM_LIFE_MS)
  call('ZREM', P .. 'deadlines', id)
  if has_offer then
    call('DEL', P .. 't:' .. room.t0, P .. 't:' .. room.t1, P .. 'f:' .. room.t0)
  else
    call('DEL', P .. 't:' .. room.t0, P .. 't:' .. room.t1)
  end
end

-- Where a room lives since its first home was lost: that home's node ('' while it lives where it
-- began), incarnation and url. While its members ask for another home also: when the initiator and
-- when the responder asked, and the node and url of the requested home. An empty record: the room
-- is over, although its own record was already lost.
local function parse_move(record)
  local move = {node = '', incarnation = '', url = '', [0] = '0', [1] = '0', to = '', to_url = ''}
  if record and record ~= '' then
    move.node, move.incarnation, move.url, move[0], move[1], move.to, move.to_url =
      cmsgpack.unpack(record)
  end
  return move
end

-- Where a room lives; `move` is the record of its move, if it has one.
local function home_of(room, move)
  local node = parse_move(move).node
  return node ~= '' and node or room.hn
end

local function write_move(P, id, move)
  call('SET', P .. 'm:' .. id,
       cmsgpack.pack(move.node, move.incarnation, move.url, move[0], move[1], move.to, move.to_url),
       'PX', ROOM_LIFE_MS)
end

-- Returns nil if the room is over.
local function read_move(P, id)
  local records = call('MGET', P .. 'm:' .. id, P .. 'r:' .. id)
  if records[1] == '' or records[2] and not is_open(state_of(records[2])) then return nil end
  return parse_move(records[1])
end

local function incarnation_of(P, node) return call('HGET', P .. 'homes:boot', node) or '' end

local function home_lives(P, node, incarnation, now)
  local lease = tonumber(call('ZSCORE', P .. 'homes', node) or 0)
  return lease > now and incarnation_of(P, node) == incarnation
end

local function announce_home(P, now, node, url, incarnation)
  call('ZADD', P .. 'homes', whole(now + HOME_LEASE_US), node)
  call('ZADD', P .. 'homes:rooms', 'NX', 0, node)
  call('HSET', P .. 'homes:url', node, url)
  call('HSET', P .. 'homes:boot', node, incarnation)
end

local function side_of(room, ticket)
  if room.t0 == ticket then return 0 end
  if room.t1 == ticket then return 1 end
  return nil
end

-- The proposal for one side: room, ticket, role (0 initiator, 1 responder), place, home node, home
-- url, partner, profile, the partner's pre-generated offer. The initiator gets no answer here: the
-- outbox delivers it once (nexus_find_4), and an initiator that missed it continues without.
local function proposal_for(P, id, room, side)
  if side == 0 then
    return id, room.t0, '0', room.p0, room.hn, room.hu, room.v1, room.c1, ''
  end
  local offer = room.f and call('GET', P .. 'f:' .. room.t0) or ''
  return id, room.t1, '1', room.p1, room.hn, room.hu, room.v0, room.c0, offer
end

local function leave_buckets(P, id, packed)
  for name in each_packed(packed) do call('ZREM', P .. 'b:' .. name, id) end
end

-- `visitor` is nil if the ticket's record is gone.
local function forget_waiter(P, id, visitor, offer, buckets)
  call('ZREM', P .. 'leases', id)
  leave_buckets(P, id, buckets)
  call('DEL', P .. 't:' .. id, P .. 'v:' .. (visitor or ''))
  if offer then call('DEL', P .. 'f:' .. id) end
end

-- The room ends permanently, and with it the tickets that are still proposed for it. `state` is
-- SHUT, or records which searches are over.
local function close_room(P, id, room, state)
  if room.state == SETTLED then
    call('SET', P .. 'r:' .. id, state .. string.sub(room.record, 2), 'PX', ROOM_LIFE_MS)
  else
    end_search(P, id, room, state)
  end
end

-- `why` is 'no_show' or ''.
local function release(P, id, room, side, why)
  post(P, room['o' .. side], 'k', 'release', 'r', id, 't', room['t' .. side], 'w', why)
  keep_outbox(P, room['o' .. side])  -- that node may be dead, so its outbox must expire
end

-- Does nothing for a side that committed: its visitor may be in the room.
local function abandon_room(P, ticket, id)
  local room = read_whole_room(P, id)
  if not room or not is_open(room.state) then return end
  local side = side_of(room, ticket)
  if not side or room['k' .. side] then return end
  close_room(P, id, room, SHUT)
  release(P, id, room, 1 - side, '')
end

local function forget_home(P, node)
  call('ZREM', P .. 'homes', node)
  call('ZREM', P .. 'homes:rooms', node)
  call('HDEL', P .. 'homes:url', node)
  call('HDEL', P .. 'homes:boot', node)
end
