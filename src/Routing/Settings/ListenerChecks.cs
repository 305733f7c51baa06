using System.Net;

namespace LoadGen.Routing.Settings;

/// <summary>Addresses to listen on are addresses, differ, and are guarded where strangers can reach them.</summary>
internal static class ListenerChecks
{
    public static void Check(CheckContext context)
    {
        RouterSettings settings = context.Settings;
        var taken = new List<(string Path, IPEndPoint Endpoint)>();
        Listen(context, taken, "listen", settings.Listen);
        Listen(context, taken, "admin.listen", settings.Admin?.Listen);
        Listen(context, taken, "heartbeat.listen", settings.Heartbeat?.Listen);
        if (settings.Admin is { } admin)
        {
            Admin(context, admin);
        }

        if (settings.Heartbeat is not null && !context.Rules.HeartbeatProtocols.Contains(settings.Protocol))
        {
            context.Add("heartbeat", $"only workers of the protocols {string.Join(", ", context.Rules.HeartbeatProtocols)} register themselves; found protocol {settings.Protocol ?? "none"}");
        }
    }

    private static void Listen(CheckContext context, List<(string Path, IPEndPoint Endpoint)> taken, string path, string? text)
    {
        if (text is null)
        {
            return;
        }

        if (!ListenAddress.TryParse(text, out IPEndPoint endpoint))
        {
            context.Add(path, $"found '{text}'; accepted: {ListenAddress.Accepted}");
            return;
        }

        if (taken.Find(t => ListenAddress.Collide(t.Endpoint, endpoint)) is { Path: { } other })
        {
            context.Add(path, $"found '{text}', which {other} listens on already; accepted: another port");
        }

        taken.Add((path, endpoint));
    }

    private static void Admin(CheckContext context, AdminSection admin)
    {
        if (admin is { TokenEnv: not null, TokenFile: not null })
        {
            context.Add("admin", "token_env and token_file are both given; accepted: one of them");
        }

        bool hasToken = admin.TokenEnv is not null || admin.TokenFile is not null;
        if (!hasToken && ListenAddress.TryParse(admin.Listen, out IPEndPoint endpoint) && !IPAddress.IsLoopback(endpoint.Address))
        {
            context.Add("admin.listen", $"found '{admin.Listen}' without a token: whoever reaches it could add workers; accepted: token_env or token_file, or a loopback address");
        }
    }
}
