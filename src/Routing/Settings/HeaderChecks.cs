using System.Buffers;

namespace LoadGen.Routing.Settings;

/// <summary>Names of headers are names, and headers that belong to one connection are not handed on.</summary>
internal static class HeaderChecks
{
    // RFC 9110, 5.6.2: token.
    private static readonly SearchValues<char> s_token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // RFC 9110, 7.6.1, and what the router itself writes for each leg.
    private static readonly string[] s_own =
        ["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length", "content-type", "expect", "x-request-id", "traceparent", "tracestate"];

    public static void Check(CheckContext context)
    {
        RouterSettings settings = context.Settings;
        Name(context, "affinity.header", settings.Affinity.Header);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < settings.Headers.Forward.Count; i++)
        {
            string path = $"headers.forward[{i}]";
            string name = settings.Headers.Forward[i];
            Name(context, path, name);
            if (s_own.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                context.Add(path, $"{name} belongs to one connection, or is the router's own");
            }
            else if (!seen.Add(name))
            {
                context.Add(path, $"{name} stands here a second time");
            }
        }

        if (settings.Health.Path is not ['/', ..] || settings.Health.Path.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            context.Add("health.path", $"found '{settings.Health.Path}'; accepted: a path such as /health");
        }
    }

    private static void Name(CheckContext context, string path, string name)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(s_token))
        {
            context.Add(path, $"found '{name}'; accepted: the name of a header");
        }
    }
}
