using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;

namespace LoadGen.Cli.Options;

/// <summary>How HTTP is spoken, and what is made of a server's limits.</summary>
internal sealed class HttpOptions
{
    // A minute is the window of most providers' limits.
    private static readonly TimeSpan s_retryAfterMax = TimeSpan.FromMinutes(1);

    private readonly Option<string?> _http = Syntax.Choice(
        "--http", "Version of HTTP: 1.1 (own transport, the kernel's times), 2 (the framework's client, times taken in the program; for http:// without negotiation) or auto (what an https server chooses by ALPN). Default: 1.1.",
        "1.1", "2", "auto");

    private readonly Option<int?> _connections = Syntax.Integer(
        "--h2-connections", "With HTTP/2, share all requests between N connections; those beyond the server's limit of streams wait, which their send lateness shows. Default: as many connections as that limit makes necessary.", 1, 10_000);

    private readonly Option<TimeSpan?> _retryAfter = RetryAfterOption();

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _http, _connections, _retryAfter })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The choice.</summary>
    public HttpSettings Read(ParseResult parse, Uri? url, TargetRoute route, Problems problems, JsonObject configuration)
    {
        string version = parse.GetValue(_http) ?? "1.1";
        int? connections = parse.GetValue(_connections);
        if (connections is not null && version == "1.1")
        {
            problems.Add("--h2-connections needs --http 2 or --http auto");
        }

        if (version == "2" && url?.Scheme == "http" && route.Proxy is not null)
        {
            problems.Add("--http 2 for an http:// URL and --proxy exclude each other: proxies hand such requests on as HTTP/1.1");
        }

        configuration["http"] = version;
        configuration["h2_connections"] = connections;
        TimeSpan? retryAfter = parse.GetResult(_retryAfter) is null ? null : parse.GetValue(_retryAfter);
        configuration["honor_retry_after_s"] = retryAfter?.TotalSeconds;
        HttpChoice choice = version switch { "2" => HttpChoice.Http2, "auto" => HttpChoice.Auto, _ => HttpChoice.Http11 };
        return new HttpSettings(choice, connections, retryAfter);
    }

    private static Option<TimeSpan?> RetryAfterOption()
    {
        Option<TimeSpan?> option = Syntax.Duration(
            "--honor-retry-after", "Send a request that a 429 or 503 refuses again, once, after the time that its Retry-After asks for, if that is at most TIME (default 1m). Counted apart. Default: never; refusals are counted.");
        Func<System.CommandLine.Parsing.ArgumentResult, TimeSpan?> parse = option.CustomParser!;
        option.Arity = ArgumentArity.ZeroOrOne;
        option.CustomParser = result => result.Tokens.Count == 0 ? s_retryAfterMax : parse(result);
        return option;
    }
}

/// <summary>How HTTP is spoken.</summary>
/// <param name="Version">Which version.</param>
/// <param name="Connections">Connections of HTTP/2; null for as many as are needed.</param>
/// <param name="RetryAfterMax">The longest Retry-After that is honoured; null for none.</param>
internal sealed record HttpSettings(HttpChoice Version, int? Connections, TimeSpan? RetryAfterMax);
