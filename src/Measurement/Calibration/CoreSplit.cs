using LoadGen.Measurement.Host;

namespace LoadGen.Measurement.Calibration;

/// <summary>Which processors the paced server gets in a calibration, and which the client.</summary>
/// <param name="Server">The server's.</param>
/// <param name="Client">The client's.</param>
public sealed record CoreSplit(IReadOnlyList<int> Server, IReadOnlyList<int> Client)
{
    /// <summary>Both share what there is: with one processor nothing else is possible.</summary>
    public bool IsShared => Server.Intersect(Client).Any();

    /// <summary>
    /// Half and half; with an odd number the server has one more, because a token costs it more than the client. Hyperthreads of one core
    /// stay together, so that neither side takes the other's half of a core.
    /// </summary>
    /// <param name="allowed">The processors there are.</param>
    /// <param name="siblingsOf">The processors of the same core, itself among them; null when unknown.</param>
    public static CoreSplit Halve(IReadOnlyList<int> allowed, Func<int, IReadOnlyList<int>?> siblingsOf)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentNullException.ThrowIfNull(siblingsOf);
        if (allowed.Count < 2)
        {
            return new CoreSplit(allowed, allowed);
        }

        List<int[]> cores = [.. allowed.GroupBy(cpu => siblingsOf(cpu) is { Count: > 0 } siblings ? siblings.Min() : cpu).Select(core => core.ToArray())];
        if (cores.Count < 2)
        {
            // One core of two hyperthreads: better half a core each than both on all.
            cores = [.. allowed.Select(cpu => new[] { cpu })];
        }

        int half = (cores.Count + 1) / 2;
        return new CoreSplit([.. cores.Take(half).SelectMany(c => c).Order()], [.. cores.Skip(half).SelectMany(c => c).Order()]);
    }

    /// <summary>The processors of the same core, from the kernel's topology.</summary>
    public static IReadOnlyList<int>? SiblingsOf(int cpu, IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Read(FormattableString.Invariant($"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")) is { } list ? CpuList.TryParse(list) : null;
    }

    /// <summary>The split for what a user named: a side that is not named gets the rest, neither named is <see cref="Halve"/>.</summary>
    /// <exception cref="ArgumentException">A processor is not there, on both sides, or none is left. The message is one line for the user.</exception>
    public static CoreSplit Choose(IReadOnlyList<int>? server, IReadOnlyList<int>? client, IReadOnlyList<int> allowed, Func<int, IReadOnlyList<int>?> siblingsOf)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        if (server is null && client is null)
        {
            return Halve(allowed, siblingsOf);
        }

        Check("--server-cores", server, allowed);
        Check("--client-cores", client, allowed);
        var split = new CoreSplit(server ?? [.. allowed.Except(client!)], client ?? [.. allowed.Except(server!)]);
        if (split.IsShared)
        {
            throw new ArgumentException($"--server-cores and --client-cores both name {CpuList.Format([.. split.Server.Intersect(split.Client)])}: give each side cores of its own");
        }

        return split.Server.Count > 0 && split.Client.Count > 0
            ? split
            : throw new ArgumentException($"{(client is null ? "--server-cores" : "--client-cores")} takes all of {CpuList.Format(allowed)}: leave some to the other side");
    }

    private static void Check(string option, IReadOnlyList<int>? named, IReadOnlyList<int> allowed)
    {
        if (named?.Except(allowed).ToArray() is { Length: > 0 } missing)
        {
            throw new ArgumentException($"{option}: this process may not use {CpuList.Format(missing)}; name some of {CpuList.Format(allowed)}");
        }
    }
}
