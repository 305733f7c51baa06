using BenchmarkDotNet.Attributes;
using LoadGen.Workloads;

namespace LoadGen.Microbenchmarks;

/// <summary>When the next request is due. Figures are an arrival's; what is allocated is the schedule, once an invocation.</summary>
[MemoryDiagnoser]
public class WorkloadBenchmarks
{
    private const int Arrivals = 65_536;
    private const double Rate = 5000;

    // A schedule ends after 2^31 arrivals, which a benchmark would come to: each invocation has its own.
    [Benchmark(OperationsPerInvoke = Arrivals)]
    public long Poisson() => Sum(new GammaArrivals(Rate, 1, seed: 1));

    [Benchmark(OperationsPerInvoke = Arrivals)]
    public long Bursts() => Sum(new GammaArrivals(Rate, 0.5, seed: 1));

    private static long Sum(ArrivalSchedule schedule)
    {
        long sum = 0;
        for (int i = 0; i < Arrivals; i++)
        {
            sum += schedule.TryNext(out long offsetNs) ? offsetNs : 0;
        }

        return sum;
    }
}
