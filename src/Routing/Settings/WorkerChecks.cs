using LoadGen.Inference.Handoffs;

namespace LoadGen.Routing.Settings;

/// <summary>Workers have a URL each, stand once, and have what the protocol needs of them.</summary>
internal static class WorkerChecks
{
    public static void Check(CheckContext context)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var peers = new Dictionary<Workers.WorkerRole, List<(string Path, HandoffPeer Peer)>>();
        foreach ((string path, Workers.WorkerRole role, PoolSection pool) in context.Pools)
        {
            List<(string, HandoffPeer)> ofRole = peers[role] = [];
            for (int i = 0; i < pool.Workers.Count; i++)
            {
                string at = $"{path}.workers[{i}]";
                if (Worker(context, seen, $"{at}.url", pool.Workers[i], role) is { } worker)
                {
                    ofRole.Add((at, worker.Peer));
                }
            }

            Names(context, path, pool);
        }

        Pairs(context, peers);
    }

    private static Workers.WorkerSettings? Worker(
        CheckContext context, Dictionary<string, string> seen, string path, WorkerSection section, Workers.WorkerRole role)
    {
        if (!WorkerUrl.TryParse(section.Url, out Uri? url))
        {
            context.Add(path, $"found '{WorkerUrl.WithoutUserInfo(section.Url)}'; accepted: {WorkerUrl.Accepted}");
            return null;
        }

        Workers.WorkerSettings worker = section.ToWorker(url, role);
        if (!seen.TryAdd(worker.Id, path))
        {
            context.Add(path, $"the worker {worker.Id} stands here a second time; the first is {seen[worker.Id]}");
            return null;
        }

        return worker;
    }

    private static void Names(CheckContext context, string path, PoolSection pool)
    {
        var seen = new HashSet<(string, int)>();
        for (int i = 0; i < pool.Dns.Count; i++)
        {
            DnsSection dns = pool.Dns[i];
            if (Uri.CheckHostName(dns.Name) == UriHostNameType.Unknown)
            {
                context.Add($"{path}.dns[{i}].name", $"found '{dns.Name}'; accepted: a host name, without scheme and port");
            }
            else if (!seen.Add((dns.Name, dns.Port)))
            {
                context.Add($"{path}.dns[{i}].name", $"{dns.Name} with port {dns.Port} stands here a second time");
            }

            context.IsOneOf($"{path}.dns[{i}].scheme", dns.Scheme, ["http", "https"]);
        }
    }

    // Each worker against one of the other side: what a protocol needs is the same for all of a role.
    private static void Pairs(CheckContext context, Dictionary<Workers.WorkerRole, List<(string Path, HandoffPeer Peer)>> peers)
    {
        if (context.Settings.Protocol is not { } protocol || !context.Rules.Protocols.Contains(protocol)
            || !peers.TryGetValue(Workers.WorkerRole.Prefill, out var prefills) || !peers.TryGetValue(Workers.WorkerRole.Decode, out var decodes)
            || prefills.Count == 0 || decodes.Count == 0)
        {
            return;
        }

        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string path, HandoffPeer prefill) in prefills)
        {
            Pair(context, said, path, protocol, prefill, decodes[0].Peer);
        }

        foreach ((string path, HandoffPeer decode) in decodes.Skip(1))
        {
            Pair(context, said, path, protocol, prefills[0].Peer, decode);
        }
    }

    private static void Pair(CheckContext context, HashSet<string> said, string path, string protocol, HandoffPeer prefill, HandoffPeer decode)
    {
        foreach (string problem in context.Rules.CheckPair(protocol, prefill, decode).Where(said.Add))
        {
            context.Add(path, problem);
        }
    }
}
