-- nexus_tally: entries about reports that all matching nodes count.
--
-- KEYS   1 prefix
-- ARGV   1 last entry read   2 sender   3 milliseconds that entries count   4... entries, as texts
-- Reply  the entries after that one, up to TALLY_READ_MAX: id, names and values
-- Cost   O(entries)

redis.register_function('nexus_tally', function(keys, args)
  local key = keys[1] .. 'tally'
  for at = 4, #args do
    call('XADD', key, 'MAXLEN', '~', TALLY_MAX, '*', 'e', args[at], 'n', args[2])
  end
  if #args > 3 then
    call('XTRIM', key, 'MINID', '~', whole(math.max(0, tonumber(call('TIME')[1]) * 1000 - args[3])))
    call('PEXPIRE', key, args[3])
  end
  return call('XRANGE', key, '(' .. args[1], '+', 'COUNT', TALLY_READ_MAX)
end)
