using LoadGen.Inference.Handoffs;

namespace LoadGen.Simulation.Handoffs.Channel;

/// <summary>What the port by which engines reach each other is called.</summary>
internal enum ChannelKind
{
    None,
    Bootstrap,
    SideChannel,
    Zmq,
}

/// <summary>Which protocol has which kind of port.</summary>
internal static class Channels
{
    // SGLang's --disaggregation-bootstrap-port and VLLM_MOONCAKE_BOOTSTRAP_PORT.
    public const int BootstrapPortDefault = 8998;

    // VLLM_NIXL_SIDE_CHANNEL_PORT.
    private const int SideChannelPortDefault = 5600;

    public static ChannelKind KindOf(HandoffKind? protocol) => protocol switch
    {
        null => ChannelKind.None,
        HandoffKind.Sglang or HandoffKind.Mooncake => ChannelKind.Bootstrap,
        HandoffKind.P2pNccl or HandoffKind.MoriioRead or HandoffKind.MoriioWrite => ChannelKind.Zmq,
        _ => ChannelKind.SideChannel,
    };

    /// <summary>Where an engine listens for its peers; null where it does not.</summary>
    public static HostPort? ListenAt(string host, HandoffOptions options)
    {
        ChannelKind kind = KindOf(options.Protocol);
        bool listens = options.Role == SimulatedRole.Prefill || (options.Role == SimulatedRole.Decode && options.Protocol == HandoffKind.P2pNccl);
        return !listens ? null : kind switch
        {
            ChannelKind.Bootstrap => new HostPort(host, options.BootstrapPort ?? BootstrapPortDefault),
            ChannelKind.SideChannel => new HostPort(host, options.SideChannelPort ?? SideChannelPortDefault),
            ChannelKind.Zmq when HostPort.TryParse(options.ZmqAddress, out HostPort zmq) => zmq,
            _ => null,
        };
    }
}
