using System.CommandLine;
using System.Text.Json.Nodes;
using LoadGen.Transport.Connections;

namespace LoadGen.Cli.Options;

/// <summary>The way to the endpoint, where it is not the ordinary one (docs/providers.md).</summary>
internal sealed class RouteOptions
{
    private readonly Option<string?> _unixSocket = Syntax.Text(
        "--unix-socket", "PATH", "Connect to this Unix socket instead of the URL's host, whose name stays in the Host header.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _unixSocket })
        {
            command.Options.Add(option);
        }
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
        configuration["unix_socket"] = socket;
        return url is null ? TargetRoute.Direct : new TargetRoute { UnixSocket = socket };
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
