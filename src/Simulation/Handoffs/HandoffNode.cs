using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Heartbeat;
using LoadGen.Simulation.Handoffs.Protocols;
using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Serving;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Handoffs;

/// <summary>An engine's part in hand-offs: its KV cache, its channel to other engines, and the protocol it speaks.</summary>
internal sealed class HandoffNode : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private SideChannelServer? _server;
    private PrefillLegs? _prefill;
    private DecodeLegs? _decode;
    private HeartbeatSender? _heartbeat;
    private long _errors;
    private long _unsafeAborts;
    private long _fetched;

    private HandoffNode(HandoffOptions options, TimeProvider time)
    {
        (Options, _time) = (options, time);
        Pool = new KvPool(options.KvBlocks);
        Book = new KvBook(options.KvLease, time);
    }

    public HandoffOptions Options { get; }

    public KvPool Pool { get; }

    public KvBook Book { get; }

    public SideChannelClient Client { get; } = new();

    /// <summary>Where peers reach the engine; null where they do not.</summary>
    public HostPort? Channel { get; private set; }

    /// <summary>What <c>GET /kv</c> says.</summary>
    public KvFigures Figures
    {
        get
        {
            (int pinned, int pinnedBlocks, KvTally tally) = Book.Figures;
            (int free, int running, int waiting) = Pool.Figures;
            return new KvFigures
            {
                Role = Options.Role,
                Protocol = Options.Protocol,
                TotalBlocks = Pool.TotalBlocks,
                FreeBlocks = free,
                Pinned = pinned,
                PinnedBlocks = pinnedBlocks,

                // P2pNccl's decode holds what it fetches itself: it counts as fetched once.
                Pulled = Options.Role == SimulatedRole.Decode ? Volatile.Read(ref _fetched) : tally.Pulled,
                Reclaimed = tally.Reclaimed,
                Expired = tally.Expired,
                Leaked = tally.Leaked,
                UnsafeAborts = Volatile.Read(ref _unsafeAborts),
                Running = running,
                Waiting = waiting,
                Errors = Volatile.Read(ref _errors),
            };
        }
    }

    /// <summary>Starts the engine's part.</summary>
    /// <exception cref="SimulationException">The channel's address cannot be listened on.</exception>
    public static async Task<HandoffNode> StartAsync(EngineState engine, HandoffOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var node = new HandoffNode(options, time);
        try
        {
            if (Channels.ListenAt(engine.Options.Host, options) is { } listen)
            {
                IPEndPoint endPoint = await ListenAddress.ResolveAsync(listen.Host, listen.Port, cancellation);
                node._server = SideChannelServer.Start(endPoint, node.AnswerAsync, node.Page);
                node.Channel = new HostPort(options.AdvertisedHost ?? listen.Host, node._server.EndPoint.Port);
            }
            else if (HostPort.TryParse(options.ZmqAddress, out HostPort zmq))
            {
                node.Channel = zmq;
            }
        }
        catch (SocketException e)
        {
            await node.DisposeAsync();
            throw new SimulationException($"cannot listen for other engines ({Channels.KindOf(options.Protocol)}): {e.Message}; choose another port, or 0 for any free one", e);
        }

        var settings = new HandoffSettings(options, node.Channel, engine.Options.Seed);
        if (ProtocolFor(settings) is { } protocol)
        {
            node._prefill = new PrefillLegs(engine, node, protocol, time);
            node._decode = new DecodeLegs(engine, node, protocol, time);
        }

        return node;
    }

    /// <summary>Makes the engine known to the router that the options name, from now on.</summary>
    public void Register(Uri http)
    {
        if (HostPort.TryParse(Options.Register, out HostPort router))
        {
            string address = new HostPort(Options.AdvertisedHost ?? http.DnsSafeHost, http.Port).ToString();
            _heartbeat = HeartbeatSender.Start(router, HeartbeatMessage.For(Options, address, Channel!.Value.ToString()), Channel.Value.ToString(), _time);
        }
    }

    /// <summary>What comes before the answer: of a prefill leg nearly everything, of a decode leg the fetching of the cache.</summary>
    /// <exception cref="EngineErrorException">The leg is wrong, or its hand-off failed.</exception>
    public async Task<HandoffTurn> BeginAsync(HttpContext http, GenerationWork work, Fault? fault, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var call = new LegCall(http, work, work.Request.Leg ?? new Legs.LegBody(), ended.Token);
        try
        {
            return Options.Role switch
            {
                SimulatedRole.Prefill => await _prefill!.BeginAsync(call, fault),
                SimulatedRole.Decode => await _decode!.BeginAsync(call),
                _ => new HandoffTurn(work, await AllocateAsync(work.Request.PromptTokens + (long)work.Plan.Tokens, ended.Token)),
            };
        }
        catch (EngineErrorException)
        {
            Interlocked.Increment(ref _errors);
            throw;
        }
    }

    /// <summary>Blocks for so many tokens, as soon as they are free.</summary>
    /// <exception cref="EngineErrorException">There will never be so many.</exception>
    public Task<KvHold> AllocateAsync(long tokens, CancellationToken cancellation)
    {
        int blocks = KvPool.BlocksFor(tokens);
        return blocks <= Pool.TotalBlocks
            ? Pool.AllocateAsync(blocks, cancellation)
            : throw new EngineErrorException(400, $"the request needs {blocks} KV cache blocks of {KvPool.BlockTokens} tokens, but this engine has {Pool.TotalBlocks}");
    }

    /// <summary>Answers another engine (or, P2pNccl, this engine's own decode legs).</summary>
    public async Task<ChannelMessage> AnswerAsync(ChannelMessage asked, CancellationToken cancellation)
    {
        switch (asked.Word)
        {
            case "PUSH":
                return TakePush(asked);
            case "FREE":
                bool freed = await Book.FindAsync(asked.Id, waits: false, cancellation) is { } given && Book.End(given, KvEnd.Reclaimed);
                return Reply(freed ? "OK" : "UNKNOWN", asked, null);
            case "PULL":
                try
                {
                    return await PullAsync(asked, cancellation).WaitAsync(Options.HandoffTimeout, _time, cancellation);
                }
                catch (TimeoutException)
                {
                    return Reply("TIMEOUT", asked, null);
                }

            default:
                return Reply("FAILED", asked, "unknown word");
        }
    }

    public void CountUnsafeAbort() => Interlocked.Increment(ref _unsafeAborts);

    public void CountFetched() => Interlocked.Increment(ref _fetched);

    /// <summary>Counts anew, as <c>DELETE /kv</c> does; what is pinned stays pinned.</summary>
    public void ResetTally()
    {
        Volatile.Write(ref _errors, 0);
        Volatile.Write(ref _unsafeAborts, 0);
        Volatile.Write(ref _fetched, 0);
        Book.ResetTally();
    }

    public async ValueTask DisposeAsync()
    {
        if (_heartbeat is not null)
        {
            await _heartbeat.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Client.Dispose();
        Book.Dispose();
    }

    private static RoleProtocol? ProtocolFor(HandoffSettings settings) => settings.Options.Protocol switch
    {
        HandoffKind.Sglang => new SglangProtocol(settings),
        HandoffKind.Nixl => new NixlProtocol(settings),
        HandoffKind.NixlPush => new NixlPushProtocol(settings),
        HandoffKind.P2pNccl => new P2pNcclProtocol(settings),
        HandoffKind.Mooncake => new MooncakeProtocol(settings),
        HandoffKind.MoriioRead => new MoriioProtocol(settings, reads: true),
        HandoffKind.MoriioWrite => new MoriioProtocol(settings, reads: false),
        HandoffKind.TrtllmContextFirst => new TrtllmProtocol(settings, generationFirst: false),
        HandoffKind.TrtllmGenerationFirst => new TrtllmProtocol(settings, generationFirst: true),
        _ => null,
    };

    private async Task<ChannelMessage> PullAsync(ChannelMessage asked, CancellationToken cancellation)
    {
        bool waits = asked.Facts.GetValueOrDefault("wait") == "1";
        if (await Book.FindAsync(asked.Id, waits, cancellation) is not { } handoff)
        {
            return Reply("UNKNOWN", asked, null);
        }

        foreach ((string name, string value) in handoff.Facts)
        {
            if (asked.Facts.TryGetValue(name, out string? claimed) && claimed != value)
            {
                return Reply("MISMATCH", asked, name);
            }
        }

        var facts = new Dictionary<string, string> { ["tokens"] = handoff.Tokens.ToString(CultureInfo.InvariantCulture) };
        KvWay.Copy(handoff.Facts, facts);
        return await handoff.Ready.WaitAsync(cancellation) && Book.End(handoff, KvEnd.Pulled)
            ? new ChannelMessage("OK", asked.Id, facts)
            : Reply("FAILED", asked, null);
    }

    private ChannelMessage TakePush(ChannelMessage put)
    {
        if (!long.TryParse(put.Facts.GetValueOrDefault("tokens"), NumberStyles.None, CultureInfo.InvariantCulture, out long tokens))
        {
            return Reply("FAILED", put, "tokens");
        }

        if (Pool.TryAllocate(KvPool.BlocksFor(tokens)) is not { } hold)
        {
            return Reply("FULL", put, null);
        }

        var facts = new Dictionary<string, string> { ["from"] = put.Facts.GetValueOrDefault("from", "") };
        KvWay.Copy(put.Facts, facts);
        if (Book.Open(put.Id, tokens, hold, facts) is not { } handoff)
        {
            hold.Dispose();
            return Reply("UNKNOWN", put, null);
        }

        Book.Publish(handoff, leased: true);
        return Reply("OK", put, null);
    }

    private static ChannelMessage Reply(string word, ChannelMessage asked, string? what) =>
        new(word, asked.Id, what is null ? ChannelMessage.NoFacts : new Dictionary<string, string> { ["what"] = what });

    // Mooncake's bootstrap server: engine ids by rank.
    private string? Page(string path)
    {
        if (path != "/query" || Options.Protocol != HandoffKind.Mooncake)
        {
            return null;
        }

        var settings = new HandoffSettings(Options, Channel, 0);
        return "{" + string.Join(',', Enumerable.Range(0, Options.DpSize).Select(rank =>
            string.Create(CultureInfo.InvariantCulture, $"\"{rank}\":{{\"engine_id\":\"{System.Text.Json.JsonEncodedText.Encode(settings.EngineIdOf(rank))}\"}}"))) + "}";
    }
}
