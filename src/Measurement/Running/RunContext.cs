using LoadGen.Measurement.Running.Preparing;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Framework;
using LoadGen.Transport.Loops;
using LoadGen.Transport.Timing;

namespace LoadGen.Measurement.Running;

/// <summary>What all requests of a run share.</summary>
internal sealed class RunContext : IDisposable
{
    // Under a schedule nobody knows how many streams there will be. 128 KB of the kernel's memory.
    private const int LeastDescriptors = 16_384;

    private readonly IHttpOrigin[] _origins;
    private bool _simulated;

    /// <param name="options">The run.</param>
    /// <param name="target">Where to.</param>
    /// <param name="template">The head of its requests.</param>
    /// <param name="isHttp2">HTTP/2 is spoken: all loops share its connections.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="cancellation">Ends the run.</param>
    public RunContext(
        BenchOptions options, PinnedTarget target, HttpRequestTemplate template, bool isHttp2, IMonotonicClock clock, CancellationToken cancellation)
    {
        Options = options;
        Clock = clock;
        Cancellation = cancellation;
        Template = template;
        Buffers = new RequestBuffers(template);
        Preparer = new Preparer(Buffers);
        Redactor = Redactor.Of(options);
        int loops = options.Loops ?? LoopCount.Default(options.Concurrency, Environment.ProcessorCount);
        Transport = isHttp2 ? Http2Origin.Transport : EventLoop.Transport;
        Http2Origin? shared = isHttp2 ? new Http2Origin(target, options.Transport, clock) : null;
        Workers = [.. Enumerable.Range(0, loops).Select(i => new Worker(this, EventLoop.Start(i, options.Loop, clock), target, options.Transport, shared))];
        _origins = shared is not null ? [shared] : [.. Workers.Select(w => w.Origin)];
    }

    public BenchOptions Options { get; }

    /// <summary>How bytes are received, as results name it.</summary>
    public string Transport { get; }

    /// <summary>Connections opened so far.</summary>
    public long ConnectionsOpened => _origins.Sum(o => o.ConnectionsOpened);

    /// <summary>Requests sent on an open connection so far.</summary>
    public long ConnectionsReused => _origins.Sum(o => o.ConnectionsReused);

    public HttpRequestTemplate Template { get; }

    /// <summary>Requests' buffers.</summary>
    public RequestBuffers Buffers { get; }

    /// <summary>Writes requests ahead.</summary>
    public Preparer Preparer { get; }

    public IMonotonicClock Clock { get; }

    /// <summary>The wall clock, which servers' dates are held against.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public CancellationToken Cancellation { get; }

    /// <summary>Where the measurement's sessions come from; null before it and without any.</summary>
    public SessionFeed? Sessions { get; set; }

    /// <summary>The text of answers is kept until they are over: someone wants it.</summary>
    public bool KeepsText => Options.Answers is not null || Options.TokenCounter is not null || Options.Sessions is { History: SessionHistory.Server };

    /// <summary>Cleans what servers say.</summary>
    public Redactor Redactor { get; }

    /// <summary>A response said that its server is simulated. The loops' threads say it, the collector's looks.</summary>
    public bool Simulated
    {
        get => Volatile.Read(ref _simulated);
        set => Volatile.Write(ref _simulated, value);
    }

    public TimelinePool Timelines { get; } = new();

    /// <summary>The event loops.</summary>
    public IReadOnlyList<Worker> Workers { get; }

    /// <summary>Makes what so many requests at once need, before a phase begins.</summary>
    public async Task ReserveAsync(int requests)
    {
        int each = (requests + Workers.Count - 1) / Workers.Count;
        DescriptorTable.Reserve(Math.Max(LeastDescriptors, 2 * requests));
        Timelines.Reserve(requests);
        foreach (Worker worker in Workers)
        {
            await worker.Loop.RunAsync(() =>
            {
                worker.Reserve(each);
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>Ends all requests under way, soon.</summary>
    public void AbortAll()
    {
        foreach (Worker worker in Workers)
        {
            worker.AbortAll();
        }
    }

    /// <summary>Connections opened so far, by what was connected to.</summary>
    public IReadOnlyDictionary<string, long> ConnectionsByAddress() => ConnectionCounts.Sum(_origins.Select(o => o.ConnectionsByAddress));

    /// <summary>What the loops observed of themselves since the last call.</summary>
    public IReadOnlyList<LoopFigures> TakeFigures() => [.. Workers.Select(w => w.Loop.TakeFigures())];

    public void Dispose()
    {
        Preparer.Dispose();
        foreach (Worker worker in Workers)
        {
            worker.Dispose();
        }

        Buffers.Dispose();
    }
}
