using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Handoffs;

public class HandoffOptionsTests
{
    private static readonly HandoffOptions Nixl = new() { Role = SimulatedRole.Prefill, Protocol = HandoffKind.Nixl };

    public static TheoryData<HandoffOptions, string> Impossible => new()
    {
        { new HandoffOptions { Role = SimulatedRole.Decode }, "role decode needs a protocol: one of sglang, nixl, " },
        { Nixl with { Role = SimulatedRole.Both }, "protocol nixl needs role prefill or decode" },
        { Nixl with { Engine = SimulatedEngineKind.Sglang }, "engine sglang does not speak nixl: use vllm" },
        { Nixl with { BootstrapPort = 8998 }, "bootstrap-port 8998 with protocol nixl: it is for sglang and mooncake" },
        { Nixl with { SideChannelPort = 65536 }, "side-channel-port 65536" },
        { Nixl with { ZmqAddress = "127.0.0.1:1" }, "zmq-address with protocol nixl" },
        { Nixl with { Protocol = HandoffKind.P2pNccl }, "protocol p2p-nccl needs a zmq-address as ip:port" },
        { Nixl with { Register = "router:1" }, "register with protocol nixl" },
        { Nixl with { DpSize = 0 }, "dp-size 0 is impossible" },
        { Nixl with { KvBlocks = 0 }, "kv-blocks 0 is impossible" },
        { Nixl with { KvLease = TimeSpan.Zero }, "kv-lease 00:00:00 is impossible" },
        { Nixl with { HandoffTimeout = TimeSpan.FromDays(2) }, "handoff-timeout 2.00:00:00 is impossible" },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_impossible_value_is_named_with_its_fix(HandoffOptions options, string problem) =>
        Assert.Contains(problem, Assert.Single(new SimulatedEngineOptions { Handoff = options }.Validate()), StringComparison.Ordinal);

    [Fact]
    public void Names_are_read_as_they_are_written()
    {
        Assert.All(HandoffNames.Protocols, name => Assert.Equal(name, HandoffNames.NameOf(HandoffNames.ProtocolOf(name)!.Value)));
        Assert.All(HandoffNames.Roles, name => Assert.Equal(name, HandoffNames.NameOf(HandoffNames.RoleOf(name)!.Value)));
        Assert.All(HandoffNames.Engines, name => Assert.Equal(name, HandoffNames.NameOf(HandoffNames.EngineOf(name)!.Value)));
        Assert.Equal(Enum.GetValues<HandoffKind>().Length, HandoffNames.Protocols.Count);
    }

    [Fact]
    public async Task A_channel_port_in_use_is_one_clear_line()
    {
        await using Pair pair = await Pair.StartAsync(HandoffKind.Nixl);
        SimulationException failure = await Assert.ThrowsAsync<SimulationException>(() =>
            Engines.StartAsync(Engines.Fast with { Handoff = Nixl with { SideChannelPort = pair.ChannelPort } }));
        Assert.Contains("cannot listen for other engines (SideChannel)", failure.Message, StringComparison.Ordinal);
    }
}
