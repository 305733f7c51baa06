using BenchmarkDotNet.Attributes;
using LoadGen.Histograms;

namespace LoadGen.Microbenchmarks;

/// <summary>
/// What a histogram costs on the way of a token (Record, RecorderTryRecord: must allocate nothing) and off it (the rest).
/// Values are nanoseconds of a log-normal latency around 0.4 ms; range one hour, three digits.
/// </summary>
[MemoryDiagnoser]
public class HistogramBenchmarks
{
    private const long Highest = 3_600_000_000_000;
    private const int Digits = 3;
    private const int Values = 4096;

    private readonly long[] _values = new long[Values];
    private readonly HdrHistogram _target = new(1, Highest, Digits);
    private readonly HdrHistogram _filled = new(1, Highest, Digits);
    private readonly HistogramRecorder _recorder = new(1, Highest, Digits);
    private string _encoded = "";
    private HdrHistogram? _spare;

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        for (var i = 0; i < Values; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            _values[i] = Math.Min(Highest, (long)Math.Exp(13 + normal));
            _filled.Record(_values[i]);
        }

        _encoded = HistogramCodec.EncodeBase64(_filled);
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public void Record()
    {
        foreach (var value in _values)
        {
            _target.TryRecord(value);
        }
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public void RecorderTryRecord()
    {
        foreach (var value in _values)
        {
            _recorder.TryRecord(value);
        }
    }

    [Benchmark]
    public HdrHistogram SwapInterval() => _spare = _recorder.SwapInterval(_spare);

    [Benchmark]
    public void Add() => _target.Add(_filled);

    [Benchmark]
    public long ValueAtPercentile() => _filled.ValueAtPercentile(99.9);

    [Benchmark]
    public byte[] EncodeCompressed() => HistogramCodec.EncodeCompressed(_filled);

    [Benchmark]
    public HdrHistogram DecodeBase64() => HistogramCodec.DecodeBase64(_encoded);
}
