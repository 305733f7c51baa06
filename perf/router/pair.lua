-- wrk's request: a completion with a prompt of 64 ids.
local ids = {}
for i = 1, 64 do ids[i] = tostring(1000 + i) end
wrk.method = "POST"
wrk.path = "/v1/completions"
wrk.body = '{"model":"m","prompt":[' .. table.concat(ids, ",") .. '],"max_tokens":4}'
wrk.headers["Content-Type"] = "application/json"
