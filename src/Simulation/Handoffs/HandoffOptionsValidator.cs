using LoadGen.Simulation.Handoffs.Channel;

namespace LoadGen.Simulation.Handoffs;

/// <summary>Finds every problem of a role's options.</summary>
internal static class HandoffOptionsValidator
{
    private const int DpSizeMax = 1024;
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

    public static IEnumerable<string> Validate(HandoffOptions options)
    {
        if (options.Role != SimulatedRole.Both && options.Protocol is null)
        {
            yield return $"role {HandoffNames.NameOf(options.Role)} needs a protocol: one of {string.Join(", ", HandoffNames.Protocols)}";
        }

        if (options.Role == SimulatedRole.Both && options.Protocol is { } unused)
        {
            yield return $"protocol {HandoffNames.NameOf(unused)} needs role prefill or decode: an engine that is both hands nothing over";
        }

        if (options is { Engine: { } engine, Protocol: { } spoken } && engine != HandoffNames.EngineOf(spoken))
        {
            yield return $"engine {HandoffNames.NameOf(engine)} does not speak {HandoffNames.NameOf(spoken)}: use {HandoffNames.NameOf(HandoffNames.EngineOf(spoken))}";
        }

        foreach (string problem in ValidateAddresses(options))
        {
            yield return problem;
        }

        if (options.DpSize is < 1 or > DpSizeMax)
        {
            yield return $"dp-size {options.DpSize} is impossible: use 1 to {DpSizeMax}";
        }

        if (options.KvBlocks < 1)
        {
            yield return $"kv-blocks {options.KvBlocks} is impossible: use at least 1";
        }

        if (options.KvLease <= TimeSpan.Zero || options.KvLease > WaitMax)
        {
            yield return $"kv-lease {options.KvLease} is impossible: use more than 0 and at most a day";
        }

        if (options.HandoffTimeout <= TimeSpan.Zero || options.HandoffTimeout > WaitMax)
        {
            yield return $"handoff-timeout {options.HandoffTimeout} is impossible: use more than 0 and at most a day";
        }
    }

    private static IEnumerable<string> ValidateAddresses(HandoffOptions options)
    {
        string protocol = options.Protocol is { } p ? HandoffNames.NameOf(p) : "none";
        ChannelKind kind = Channels.KindOf(options.Protocol);
        if (options.BootstrapPort is { } bootstrap && (kind != ChannelKind.Bootstrap || bootstrap is < 0 or > 65535))
        {
            yield return $"bootstrap-port {bootstrap} with protocol {protocol}: it is for sglang and mooncake, 0 to 65535";
        }

        if (options.SideChannelPort is { } side && (kind != ChannelKind.SideChannel || side is < 0 or > 65535))
        {
            yield return $"side-channel-port {side} with protocol {protocol}: it is for nixl, nixl-push and trtllm, 0 to 65535";
        }

        if (options.ZmqAddress is not null && kind != ChannelKind.Zmq)
        {
            yield return $"zmq-address with protocol {protocol}: it is for p2p-nccl and moriio";
        }

        if (kind == ChannelKind.Zmq && !HostPort.TryParse(options.ZmqAddress, out _))
        {
            yield return $"protocol {protocol} needs a zmq-address as ip:port, such as 127.0.0.1:21001";
        }

        if (options.Register is not null && (kind != ChannelKind.Zmq || !HostPort.TryParse(options.Register, out HostPort router) || router.Port == 0))
        {
            yield return $"register with protocol {protocol}: it is for p2p-nccl and moriio, as host:port of the router, such as 127.0.0.1:30001";
        }
    }
}
