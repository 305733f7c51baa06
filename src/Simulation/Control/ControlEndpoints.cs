using LoadGen.Simulation.Serving;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Control;

/// <summary>
/// <c>/sim/…</c>: lets a test change an engine's behaviour at run time and see what reached it. Only with the option, since who can reach
/// it can spoil every request.
/// </summary>
internal sealed class ControlEndpoints(EngineState engine, RequestLog log)
{
    public const string Prefix = "/sim/";

    // A rule is some 30 bytes, and nobody writes thousands.
    private const int BodyBytesMax = 64 * 1024;

    public Task HandleAsync(HttpContext http) => (http.Request.Path.Value, http.Request.Method) switch
    {
        ("/sim/requests", "GET") => Replies.JsonAsync(http, 200, RequestLogBody.Format(log.Snapshot())),
        ("/sim/faults", "GET") => ReplyRulesAsync(http),
        ("/sim/faults", "POST") => ReplaceAsync(http),
        ("/sim/faults", "DELETE") => ReplaceAsync(http, []),
        ("/sim/refuse", "POST") => RefuseAsync(http),
        ("/sim/requests", _) => Replies.WrongMethodAsync(http, "GET"),
        ("/sim/faults", _) => Replies.WrongMethodAsync(http, "GET, POST, DELETE"),
        ("/sim/refuse", _) => Replies.WrongMethodAsync(http, "POST"),
        _ => Replies.ErrorAsync(http, 404, $"no such endpoint: {http.Request.Path.Value}"),
    };

    private Task ReplyRulesAsync(HttpContext http) =>
        Replies.SendAsync(http, 200, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(string.Concat(engine.Faults.Rules.Select(rule => rule + "\n"))));

    private Task ReplaceAsync(HttpContext http, IReadOnlyList<FaultRule> rules)
    {
        engine.Faults.Replace(rules, engine.Counters.LastOrdinal);
        return ReplyRulesAsync(http);
    }

    private async Task ReplaceAsync(HttpContext http)
    {
        if (http.Request.ContentLength is null or > BodyBytesMax)
        {
            await Replies.ErrorAsync(http, 413, $"fault rules must have a Content-Length of at most {BodyBytesMax}");
            return;
        }

        using var reader = new StreamReader(http.Request.Body);
        var rules = new List<FaultRule>();
        while (await reader.ReadLineAsync(http.RequestAborted) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (!FaultRule.TryParse(line.Trim(), out FaultRule? rule, out string? error))
            {
                await Replies.ErrorAsync(http, 400, $"{error}; no rule was changed");
                return;
            }

            rules.Add(rule);
        }

        await ReplaceAsync(http, rules);
    }

    private async Task RefuseAsync(HttpContext http)
    {
        bool? refuse = http.Request.Query["on"].ToString() switch
        {
            "1" or "true" => true,
            "0" or "false" => false,
            _ => null,
        };
        if (refuse is not { } on)
        {
            await Replies.ErrorAsync(http, 400, "say /sim/refuse?on=1 to refuse connections, or ?on=0 to accept them again");
            return;
        }

        try
        {
            await engine.Listeners.SetAcceptingAsync(!on, http.RequestAborted);
        }
        catch (SimulationException e)
        {
            await Replies.ErrorAsync(http, 500, e.Message);
            return;
        }

        await Replies.JsonAsync(http, 200, on ? "{\"simulated\":true,\"refusing\":true}"u8.ToArray() : "{\"simulated\":true,\"refusing\":false}"u8.ToArray());
    }
}
