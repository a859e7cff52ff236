-- Posts comments that are all different; a few have links, a few repeat what was said before.
-- Arguments: site, number of threads, file with one reader token a line, a word that tells this run from others.
local signs = { "春", "夏", "秋", "冬", "东", "西", "南", "北", "山", "川", "云", "雨", "风", "花", "雪", "月" }
local tokens, count, site, threads, run = {}, 0, "", 1, ""
local threadlist = {}

function setup(thread)
  table.insert(threadlist, thread)
end

function init(args)
  site, threads, run = args[1], tonumber(args[2]), args[4]
  for line in io.lines(args[3]) do table.insert(tokens, line) end
  statuses = {}
  math.randomseed(os.time())
end

local function words(n)
  local text = ""
  for _ = 1, n do text = text .. signs[math.random(16)] end
  return text
end

function request()
  count = count + 1
  local body
  if count % 100 == 0 then body = "这句话有人说过了，再说一遍也不算新。"
  else body = "读到" .. words(16) .. "这里，想起了" .. words(24) .. "，写下来给大家看看。" end
  if count % 50 == 0 then body = body .. " https://news.example/" .. count end
  local key = "post-" .. (count % threads)
  local text = string.format('{"site":"%s","thread":{"key":"%s","url":"https://news.example/%s","title":"%s"},"body":"%s"}', site, key, key, key, body)
  return wrk.format("POST", "/api/v1/comments", {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. tokens[count % #tokens + 1],
    ["Idempotency-Key"] = "measured-post-" .. run .. "-" .. count,
  }, text)
end

function response(status)
  statuses[status] = (statuses[status] or 0) + 1
end

function done(summary, latency, requests)
  local e, all = summary.errors, {}
  for _, thread in ipairs(threadlist) do
    for status, n in pairs(thread:get("statuses")) do table.insert(all, string.format('"%d":%d', status, n)) end
  end
  io.write(string.format('{"requests":%d,"micros":%d,"errors":%d,"p50":%d,"p99":%d,"most":%d,"statuses":{%s}}\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency.max, table.concat(all, ",")))
end
