using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Transport.Connections;

namespace LoadGen.Cli.Options;

/// <summary>The way to the endpoint, where it is not the ordinary one (docs/providers.md).</summary>
internal sealed class RouteOptions
{
    private readonly Option<string?> _unixSocket = Syntax.Text(
        "--unix-socket", "PATH", "Connect to this Unix socket instead of the URL's host, whose name stays in the Host header.");

    private readonly Option<string[]> _resolve = Syntax.Texts(
        "--resolve", "HOST:PORT:ADDRESS[,…]", "Addresses of a host and port, instead of looking them up (curl's); may be given several times. The result names the address of each connection.");

    private readonly Option<string[]> _connectTo = Syntax.Texts(
        "--connect-to", "HOST:PORT:TO-HOST:TO-PORT", "Connect to another host and port than the URL's, which stay in the Host header and in TLS (curl's); an empty part is any, or the same.");

    private readonly ProxyOptions _proxy = new();

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _unixSocket, _resolve, _connectTo })
        {
            command.Options.Add(option);
        }

        _proxy.AddTo(command);
    }

    /// <summary>The way to <paramref name="url"/>.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="url">The endpoint; null when it cannot be used.</param>
    /// <param name="urlSocket">The Unix socket that the URL names; null for none.</param>
    /// <param name="hasSources">Local addresses are chosen.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <param name="configuration">Gets the options in force.</param>
    public TargetRoute Read(ParseResult parse, Uri? url, string? urlSocket, bool hasSources, Problems problems, JsonObject configuration)
    {
        string? socket = ReadSocket(parse, urlSocket, hasSources, problems);
        ProxyServer? proxy = _proxy.Read(parse, url, Environment.GetEnvironmentVariable, problems, configuration);
        configuration["unix_socket"] = socket;
        List<HostPin> pins = ReadPins(parse, problems);
        List<HostRedirect> redirects = ReadRedirects(parse, problems);
        configuration["resolve"] = Texts(pins);
        configuration["connect_to"] = Texts(redirects);
        if (url is null)
        {
            return TargetRoute.Direct;
        }

        var route = new TargetRoute { UnixSocket = socket, Pins = pins, Redirects = redirects, Proxy = proxy };
        CheckUse(route, url, problems);
        return route;
    }

    private static JsonArray Texts<T>(List<T> items)
        where T : notnull => new([.. items.Select(i => (JsonNode?)JsonValue.Create(i.ToString()))]);

    // A misspelt name would measure another machine than the one that was meant.
    private static void CheckUse(TargetRoute route, Uri url, Problems problems)
    {
        if (route.UnixSocket is not null)
        {
            if (route.Pins.Count + route.Redirects.Count > 0)
            {
                problems.Add("--resolve and --connect-to have no meaning with a Unix socket: no name is looked up");
            }

            if (route.Proxy is not null)
            {
                problems.Add("--proxy and a Unix socket exclude each other: keep one");
            }

            return;
        }

        if (route.Proxy is not null && route.Redirects.Count > 0)
        {
            problems.Add("--connect-to and --proxy exclude each other: the proxy connects to the URL's host; --resolve can give the proxy's own address");
            return;
        }

        if (route.Redirects.FirstOrDefault(r => !r.Matches(url.IdnHost, url.Port)) is { } redirect)
        {
            problems.Add($"--connect-to {redirect}: the URL's host and port are {url.IdnHost}:{url.Port}, which it does not match");
        }

        (string host, int port) = route.Proxy is { } proxy ? (proxy.Host, proxy.Port) : route.Dialled(url.IdnHost, url.Port);
        if (route.Pins.FirstOrDefault(p => !p.Matches(host, port)) is { } pin)
        {
            problems.Add($"--resolve {pin}: connections go to {host}:{port}, which it does not match");
        }
    }

    private List<HostPin> ReadPins(ParseResult parse, Problems problems)
    {
        var pins = new List<HostPin>();
        foreach (string text in parse.GetValue(_resolve) ?? [])
        {
            if (HostPin.TryParse(text, out HostPin? pin, out string? problem))
            {
                pins.Add(pin);
            }
            else
            {
                problems.Add("--resolve: " + problem);
            }
        }

        return pins;
    }

    private List<HostRedirect> ReadRedirects(ParseResult parse, Problems problems)
    {
        var redirects = new List<HostRedirect>();
        foreach (string text in parse.GetValue(_connectTo) ?? [])
        {
            if (HostRedirect.TryParse(text, out HostRedirect? redirect, out string? problem))
            {
                redirects.Add(redirect);
            }
            else
            {
                problems.Add("--connect-to: " + problem);
            }
        }

        return redirects;
    }

    private string? ReadSocket(ParseResult parse, string? urlSocket, bool hasSources, Problems problems)
    {
        string? option = parse.GetValue(_unixSocket);
        if (option is not null && urlSocket is not null)
        {
            problems.Add("--unix-socket: the URL names a Unix socket already; keep one");
        }

        string? socket = option ?? urlSocket;
        if (socket is null)
        {
            return null;
        }

        if (TargetRoute.ProblemOfSocketPath(socket) is { } problem)
        {
            problems.Add($"{(option is null ? "--url" : "--unix-socket")}: {problem}");
        }

        if (hasSources)
        {
            problems.Add("--source-address and a Unix socket exclude each other: it has no addresses");
        }

        return socket;
    }
}
