-- What a visitor does, repeated: mostly reads through all three tiers, some writes, some of the page itself.
local turn, read, page, write = 0, nil, nil, nil

-- Called once the Host header is known.
init = function()
  read = wrk.format("GET", "/api/items")
  page = wrk.format("GET", "/")
  write = wrk.format("POST", "/api/items", { ["Content-Type"] = "application/json", ["Host"] = wrk.headers["Host"] },
    '{"author":"load","text":"measured"}')
end

request = function()
  turn = (turn + 1) % 10
  if turn == 0 then return write end
  if turn == 5 then return page end
  return read
end

-- wrk's own text rounds; `status` counts answers of 400 and above.
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("measured %d %d %d %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status, errors.connect,
    errors.read, errors.write, errors.timeout, latency:percentile(50), latency:percentile(99)))
end
