using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Transport.Connections;

namespace LoadGen.Cli.Options;

/// <summary>The proxy, which is used only where the command line says so. What it is told in confidence is written nowhere.</summary>
internal sealed class ProxyOptions
{
    private const string FromEnvironment = "env";

    private readonly Option<string?> _proxy = Syntax.Text(
        "--proxy", "URL|env", "HTTP proxy, http://[USER:PASSWORD@]HOST:PORT: a tunnel (CONNECT) for https, whole URLs for http. env: the one that https_proxy, http_proxy or all_proxy names. Default: none, whatever the environment says.");

    private readonly Option<string?> _noProxy = Syntax.Text(
        "--no-proxy", "HOST[,…]", "Hosts that are connected to without the proxy: names and those below them, addresses, networks, * for all. Default with --proxy env: no_proxy.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _proxy, _noProxy })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The proxy for <paramref name="url"/>; null for none.</summary>
    public ProxyServer? Read(ParseResult parse, Uri? url, Func<string, string?> environment, Problems problems, JsonObject configuration)
    {
        string? text = parse.GetValue(_proxy);
        string? list = parse.GetValue(_noProxy);
        if (text is null && list is not null)
        {
            problems.Add("--no-proxy needs --proxy: without it no proxy is used");
        }

        string source = "--proxy";
        if (text == FromEnvironment)
        {
            (string Name, string Value)? variable = url is null ? null : ProxyVariables.Find(url, environment);
            (source, text) = variable is { } found ? ($"--proxy env: {found.Name}", found.Value) : ("--proxy env", null);
            list ??= ProxyVariables.NoProxy(environment);
        }

        var bypass = new ProxyBypass(list);
        ProxyServer? proxy = null;
        if (text is not null && !ProxyServer.TryParse(text, out proxy, out string? problem))
        {
            problems.Add($"{source}: {problem}");
        }

        bool isBypassed = proxy is not null && url is not null && bypass.Covers(url.IdnHost, url.Port);
        configuration["proxy"] = isBypassed ? null : proxy?.Display;
        configuration["proxy_from"] = parse.GetValue(_proxy) is null ? null : source;
        configuration["no_proxy"] = new JsonArray([.. bypass.Entries.Select(e => (JsonNode?)JsonValue.Create(e))]);
        return isBypassed ? null : proxy;
    }
}
