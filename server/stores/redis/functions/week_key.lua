-- nexus_week_key: the deployment's key of network tags for one week.
--
-- KEYS   1 prefix
-- ARGV   1 week  2 the key to keep if the week has no key yet  3 milliseconds until the week's end
-- Reply  the key
-- Cost   O(1)

redis.register_function('nexus_week_key', function(keys, args)
  local key = keys[1] .. 'week:' .. args[1]
  call('SET', key, args[2], 'NX', 'PX', args[3])
  return call('GET', key)
end)
