using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Simulation;
using LoadGen.Simulation.Handoffs;

namespace LoadGen.Cli.Commands;

/// <summary>The options of <c>loadgen simulate</c> that make the engine one of a prefill/decode pair.</summary>
internal sealed class SimulateRole
{
    private readonly Option<string?> _role = Syntax.Choice("--role", "Play one part of a prefill/decode pair, or both as an engine with a KV cache. Default: an engine that knows nothing of pairs.", [.. HandoffNames.Roles]);
    private readonly Option<string?> _engine = Syntax.Choice("--engine", "Whose errors and endpoints. Default: the protocol's.", [.. HandoffNames.Engines]);
    private readonly Option<string?> _protocol = Syntax.Choice("--protocol", "How the KV cache is handed over.", [.. HandoffNames.Protocols]);
    private readonly Option<int?> _bootstrapPort = Syntax.Integer("--bootstrap-port", "sglang, mooncake: port of prefill's bootstrap server. Default: 8998.", 0, 65535);
    private readonly Option<int?> _sideChannelPort = Syntax.Integer("--side-channel-port", "nixl, nixl-push, trtllm: port of prefill's side channel. Default: 5600.", 0, 65535);
    private readonly Option<string?> _zmqAddress = Syntax.Text("--zmq-address", "IP:PORT", "p2p-nccl, moriio: the engine's ZMQ address.");
    private readonly Option<string?> _advertise = Syntax.Text("--advertise-host", "HOST", "Host named to other engines. Default: that of --host or --zmq-address.");
    private readonly Option<int?> _dpSize = Syntax.Integer("--dp-size", "Data-parallel ranks. Default: 1.", 1, 1024);
    private readonly Option<string?> _engineId = Syntax.Text("--engine-id", "ID", "The engine's id. Default: made of its role and address.");
    private readonly Option<int?> _kvBlocks = Syntax.Integer("--kv-blocks", "Blocks of 16 tokens in the KV cache. Default: 65536, or what --sku's memory holds.", 1);
    private readonly Option<TimeSpan?> _kvLease = Syntax.Duration("--kv-lease", "How long an answered prefill's cache waits for decode. Default: 30s.");
    private readonly Option<TimeSpan?> _timeout = Syntax.Duration("--handoff-timeout", "How long one engine of a pair waits for the other. Default: 300s.");
    private readonly Option<string?> _register = Syntax.Text("--register", "HOST:PORT", "p2p-nccl, moriio: the router's ZMQ socket, told every 3 s that the engine is there.");

    public void AddTo(Command command)
    {
        foreach (Option option in All())
        {
            command.Add(option);
        }
    }

    /// <summary>The part that the command line gives the engine; null for none.</summary>
    public HandoffOptions? Read(ParseResult parse, RooflineOptions? roofline, Problems problems)
    {
        if (HandoffNames.RoleOf(parse.GetValue(_role)) is not { } role)
        {
            foreach (Option option in All().Where(option => option != _role && parse.GetResult(option) is not null))
            {
                problems.Add($"{option.Name} needs --role: one of {string.Join(", ", HandoffNames.Roles)}");
            }

            return null;
        }

        var defaults = new HandoffOptions();
        return new HandoffOptions
        {
            Role = role,
            Engine = HandoffNames.EngineOf(parse.GetValue(_engine)),
            Protocol = HandoffNames.ProtocolOf(parse.GetValue(_protocol)),
            BootstrapPort = parse.GetValue(_bootstrapPort),
            SideChannelPort = parse.GetValue(_sideChannelPort),
            ZmqAddress = parse.GetValue(_zmqAddress),
            AdvertisedHost = parse.GetValue(_advertise),
            DpSize = parse.GetValue(_dpSize) ?? defaults.DpSize,
            EngineId = parse.GetValue(_engineId),
            KvBlocks = parse.GetValue(_kvBlocks) ?? (roofline is not null && roofline.Validate().Count == 0 ? roofline.KvBlocks() : defaults.KvBlocks),
            KvLease = parse.GetValue(_kvLease) ?? defaults.KvLease,
            HandoffTimeout = parse.GetValue(_timeout) ?? defaults.HandoffTimeout,
            Register = parse.GetValue(_register),
        };
    }

    private Option[] All() =>
    [
        _role, _engine, _protocol, _bootstrapPort, _sideChannelPort, _zmqAddress, _advertise, _dpSize, _engineId, _kvBlocks, _kvLease, _timeout, _register,
    ];
}
