using System.Collections.Concurrent;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Http;
using LoadGen.Transport.Timing;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>What all requests of a run share.</summary>
internal sealed class RunContext : IDisposable
{
    private readonly HttpRequestTemplate _template;
    private readonly ConcurrentBag<HttpRequestBuffer> _buffers = [];
    private readonly ConcurrentBag<RequestRunner> _runners = [];

    public RunContext(BenchOptions options, HttpOrigin origin, HttpRequestTemplate template, IMonotonicClock clock, CancellationToken cancellation)
    {
        Options = options;
        Origin = origin;
        Clock = clock;
        Cancellation = cancellation;
        _template = template;
        Redactor = new Redactor(options.Headers);
    }

    public BenchOptions Options { get; }

    public HttpOrigin Origin { get; }

    public IMonotonicClock Clock { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>Cleans what servers say.</summary>
    public Redactor Redactor { get; }

    /// <summary>A response said that its server is simulated.</summary>
    public bool Simulated { get; set; }

    public TimelinePool Timelines { get; } = new();

    /// <summary>A request's bytes, ready to be sent. To be given back as soon as they are, so few buffers are ever needed.</summary>
    public HttpRequestBuffer Prepare(Workload workload, in WorkItem item)
    {
        HttpRequestBuffer buffer = _buffers.TryTake(out HttpRequestBuffer? idle) ? idle : new HttpRequestBuffer(_template);
        PromptBody.Write(buffer, Options, workload, item);
        return buffer;
    }

    public void ReturnBuffer(HttpRequestBuffer buffer)
    {
        buffer.Reset();
        _buffers.Add(buffer);
    }

    public RequestRunner RentRunner() => _runners.TryTake(out RequestRunner? runner) ? runner : new RequestRunner(this);

    public void ReturnRunner(RequestRunner runner) => _runners.Add(runner);

    public void Dispose()
    {
        foreach (HttpRequestBuffer buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}
