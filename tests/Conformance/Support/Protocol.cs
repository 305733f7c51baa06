using LoadGen.Inference.Handoffs;
using LoadGen.Simulation;
using LoadGen.Simulation.Handoffs;

namespace LoadGen.Conformance.Support;

/// <summary>What tests need to know of a protocol beyond its name.</summary>
internal sealed record Protocol(HandoffKind Kind)
{
    public string Name => Handoffs.NameOf(Kind);

    /// <summary>Both legs are sent at once.</summary>
    public bool IsConcurrent => Handoffs.Get(Kind).Order == LegOrder.Concurrent;

    /// <summary>A decode that is sent and ended frees the cache of a finished prefill.</summary>
    public bool Reclaims => Handoffs.Get(Kind).ReclaimsByDecode;

    /// <summary>
    /// A finished prefill's cache waits for a decode that never comes until the engine's own limit ends it: the protocol has no word for it.
    /// At P2pNccl it waits in the decode engine, which was sent it.
    /// </summary>
    public bool KeepsWhatNobodyFetches => Kind is HandoffKind.P2pNccl or HandoffKind.TrtllmContextFirst;

    /// <summary>The part of an engine in a pair.</summary>
    public HandoffOptions Part(SimulatedRole role, int number, TimeSpan lease) => new()
    {
        Role = role,
        Protocol = Kind,
        BootstrapPort = Kind is HandoffKind.Sglang or HandoffKind.Mooncake ? 0 : null,
        SideChannelPort = Kind is HandoffKind.Nixl or HandoffKind.NixlPush or HandoffKind.TrtllmContextFirst or HandoffKind.TrtllmGenerationFirst ? 0 : null,
        ZmqAddress = Kind is HandoffKind.P2pNccl or HandoffKind.MoriioRead or HandoffKind.MoriioWrite ? "127.0.0.1:0" : null,
        EngineId = EngineId(role, number),
        KvLease = lease,
    };

    /// <summary>The same part again, at the address where an engine that has ended had it.</summary>
    public static HandoffOptions At(HandoffOptions part, string? channel)
    {
        if (channel is null)
        {
            return part;
        }

        int port = int.Parse(channel[(channel.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        return part with
        {
            BootstrapPort = part.BootstrapPort is null ? null : port,
            SideChannelPort = part.SideChannelPort is null ? null : port,
            ZmqAddress = part.ZmqAddress is null ? null : channel,
        };
    }

    /// <summary>An engine as the router's configuration has it.</summary>
    public string Worker(SimulatedEngine engine, SimulatedRole role, int number, bool hidesEngineId)
    {
        string channel = engine.ChannelAddress ?? "";
        string port = channel[(channel.LastIndexOf(':') + 1)..];
        string more = (Kind, role) switch
        {
            (HandoffKind.Sglang, SimulatedRole.Prefill) => $", bootstrap_port: {port}",
            (HandoffKind.NixlPush, SimulatedRole.Prefill) => $", engine_id: {EngineId(role, number)}, side_channel_port: {port}",
            (HandoffKind.Mooncake, SimulatedRole.Prefill) when hidesEngineId => ", bootstrap_port: 1",
            (HandoffKind.Mooncake, SimulatedRole.Prefill) => $", engine_id: {EngineId(role, number)}, bootstrap_port: {port}",
            (HandoffKind.TrtllmGenerationFirst, SimulatedRole.Prefill) => $", context_info_endpoint: \"tcp://{channel}\"",
            (HandoffKind.P2pNccl or HandoffKind.MoriioRead or HandoffKind.MoriioWrite, _) => $", zmq_address: \"{channel}\"",
            _ => "",
        };
        return $"{{url: \"{engine.Url.GetLeftPart(UriPartial.Authority)}\"{more}}}";
    }

    public override string ToString() => Name;

    private static string EngineId(SimulatedRole role, int number) => $"engine-{(role == SimulatedRole.Prefill ? 'p' : 'd')}{number}";
}
