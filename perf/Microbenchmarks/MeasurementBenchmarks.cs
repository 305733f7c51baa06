using BenchmarkDotNet.Attributes;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Microbenchmarks;

/// <summary>A token's mark while it arrives (Mark: must allocate nothing), and its gap when the request is over. Figures are a token's.</summary>
[MemoryDiagnoser]
public class MeasurementBenchmarks
{
    private const int Tokens = 1024;
    private const long GapNs = 20_000_000;

    private readonly RequestTimeline _timeline = new();
    private readonly MetricAccumulator _itl = new(MetricRegistry.Itl);
    private readonly MetricAccumulator _perToken = new(MetricRegistry.ItlPerToken);

    [GlobalSetup]
    public void Setup()
    {
        _timeline.Begin(new WorkItem(0, 1024, Tokens), 1);
        Mark();
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public int Mark()
    {
        _timeline.ResetResponse();
        _timeline.SendNs = 1;
        for (int i = 1; i <= Tokens; i++)
        {
            _timeline.AddChunk(i * GapNs, hasOutput: true, tokens: 0);
        }

        return _timeline.OutputChunks;
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public long Gaps()
    {
        TokenGaps.Record(_timeline, Tokens, new GapSink(_itl), new GapSink(_perToken));
        return _itl.Count;
    }
}
