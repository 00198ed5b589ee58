-- nexus_enrol: a process joins the deployment, or remains in it. A process that would split the
-- deployment is refused: one with the name or the url of another process, or with a secret that
-- another process does not accept. The other process is notified at its next call.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0   2 kind, one letter   3 node   4 incarnation
--        5 1 if this incarnation was a member before, else 0
--        6 place: where it listens, equal for two processes only if both cannot live; '' is never equal
--        7 url, or ''   8 fingerprints of its secrets, the one that signs first, blanks between them
--        9 versions of the program and of its protocol, for people; a blank between them
--        10 lanes of a matching node, the default one first, blanks between them
-- Reply  {1} it is a member; {1, reason, node, place} another process was refused because of it
--        {1, 'lanes', node, place} that matching node has another default lane; once for each that
--        joins
--        {0, reason, node, place} it is refused because of that process
--        The reason of a refusal is name, url or secret.
-- Cost   O(1) for a member, O(members) for a new one or one whose secrets changed

local function parse_member(record)
  if not record then return nil end
  local ends, incarnation, place, url, secrets, reason, node, at, version, lanes = cmsgpack.unpack(record)
  return {ends = tonumber(ends), incarnation = incarnation, place = place, url = url, secrets = secrets,
          reason = reason, node = node, at = at, version = version or '', lanes = lanes or ''}
end

local function write_member(P, id, member)
  call('HSET', P .. 'members', id,
       cmsgpack.pack(whole(member.ends), member.incarnation, member.place, member.url, member.secrets,
                     member.reason, member.node, member.at, member.version, member.lanes))
end

local function first_of(words) return string.match(words, '^%S*') end

local function accepts(secrets, fingerprint)
  return string.find(' ' .. secrets .. ' ', ' ' .. fingerprint .. ' ', 1, true) ~= nil
end

-- The reason why the two cannot both be members, or nil.
local function conflict(new, old)
  if new.url ~= '' and new.url == old.url then return 'url' end
  if not accepts(old.secrets, first_of(new.secrets)) or
     not accepts(new.secrets, first_of(old.secrets)) then
    return 'secret'
  end
end

-- Whether visitors of the two who chose no lane never meet. Only matching nodes have lanes, and
-- those of older versions do not name them.
local function differ_by_default(a, b)
  return a.lanes ~= '' and b.lanes ~= '' and first_of(a.lanes) ~= first_of(b.lanes)
end

redis.register_function('nexus_enrol', function(keys, args)
  local P, node, id = keys[1], args[3], args[2] .. args[3]
  local now = clock_at(P, args[1]).now
  local new = {ends = now + MEMBER_LEASE_US, incarnation = args[4], place = args[6], url = args[7],
               secrets = args[8], reason = '', node = '', at = '', version = args[9],
               lanes = args[10] or ''}

  local own = parse_member(call('HGET', P .. 'members', id))
  local is_alive = own and own.ends > now
  local is_renewal = is_alive and own.incarnation == new.incarnation
  if is_renewal and own.secrets == new.secrets then
    write_member(P, id, new)
    if own.reason == '' then return {1} end
    return {1, own.reason, own.node, own.at}
  end

  local refusal
  local function tell(other_id, other, reason)
    other.reason, other.node, other.at = reason, node, new.place
    write_member(P, other_id, other)
  end
  local function refuse(reason, other_id, other)
    refusal = refusal or {0, reason, string.sub(other_id, 2), other.place}
    tell(other_id, other, reason)
  end
  -- A new incarnation in the same place: the former one is dead, even if its lease has not ended.
  local is_heir = own and new.place ~= '' and new.place == own.place and args[5] == '0'
  if is_alive and not is_renewal and not is_heir then refuse('name', id, own) end
  local members, apart = call('HGETALL', P .. 'members'), {}
  for i = 1, #members, 2 do
    local other = parse_member(members[i + 1])
    if other.ends <= now then
      call('HDEL', P .. 'members', members[i])
    elseif members[i] ~= id then
      local reason = conflict(new, other)
      if reason then
        refuse(reason, members[i], other)
      elseif differ_by_default(new, other) then
        apart[#apart + 1] = {id = members[i], member = other}
      end
    end
  end
  if refusal then return refusal end
  write_member(P, id, new)
  for _, other in ipairs(apart) do
    if other.member.reason == '' then tell(other.id, other.member, 'lanes') end
  end
  if #apart > 0 then return {1, 'lanes', string.sub(apart[1].id, 2), apart[1].member.place} end
  return {1}
end)

-- nexus_leave: a process is about to stop; another one may take its name at once.
--
-- KEYS   1 prefix
-- ARGV   1 kind  2 node  3 incarnation
-- Reply  0
-- Cost   O(1)

redis.register_function('nexus_leave', function(keys, args)
  local P, id = keys[1], args[1] .. args[2]
  local member = parse_member(call('HGET', P .. 'members', id))
  if member and member.incarnation == args[3] then call('HDEL', P .. 'members', id) end
  return 0
end)

-- nexus_members: the processes of the deployment, for `nexuschat doctor`.
--
-- KEYS   1 prefix
-- ARGV   1 now in microseconds, or 0
-- Reply  for each: {kind and node, place, url, fingerprints of its secrets, versions, lanes}
-- Cost   O(members)

redis.register_function('nexus_members', function(keys, args)
  local P, alive = keys[1], {}
  local now = clock_at(P, args[1]).now
  local members = call('HGETALL', P .. 'members')
  for i = 1, #members, 2 do
    local member = parse_member(members[i + 1])
    if member.ends > now then
      alive[#alive + 1] = {members[i], member.place, member.url, member.secrets, member.version,
                           member.lanes}
    end
  end
  return alive
end)
