using System.Globalization;
using LoadGen.Cli.Options;
using LoadGen.Measurement.Running;
using LoadGen.Transport.Timing;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Cli.Commands;

/// <summary>
/// Makes a run's prompts before it begins, where that takes a tokenizer, and while it is on those that had no room. Nothing of it happens on
/// the event loops. Ends with the run.
/// </summary>
internal sealed class PromptsAhead : IDisposable
{
    // What a run without an end has ready when it begins: it makes more than it asks for from then on, or says that its requests were late.
    private const int EndlessPerStream = 4;
    private const int EndlessSeconds = 10;
    private const int EndlessLeast = 1024;

    private readonly CancellationTokenSource _end = new();
    private readonly Thread? _thread;

    private PromptsAhead(RandomTextWorkload workload, IEnumerable<int>? rest)
    {
        if (rest is not null)
        {
            _thread = new Thread(() =>
            {
                ThreadPriorities.StandBack();
                workload.KeepAhead(rest, _end.Token);
            })
            {
                IsBackground = true,
                Name = "prompts",
            };
            _thread.Start();
        }
    }

    /// <summary>Makes them; null where prompts take no time.</summary>
    /// <param name="choice">The workload; under a share, the client's own part of its streams.</param>
    /// <param name="share">The client's part of its requests.</param>
    /// <param name="notice">Is told what was made.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static PromptsAhead? Make(WorkloadChoice choice, ClientShare share, Action<string> notice, CancellationToken cancellation)
    {
        if (choice.Workload is not RandomTextWorkload measured)
        {
            return null;
        }

        long begunNs = MonotonicClock.Instance.NowNs;
        int threads = Environment.ProcessorCount;
        if (choice.Warmup is RandomTextWorkload warmup)
        {
            warmup.Fill(Own(share, share.CountOf(choice.WarmupRequests)), hasMore: false, threads, cancellation);
        }

        long own = choice.Requests is { } requests ? share.CountOf(requests) : Endless(choice, share);
        FillReport report = measured.Fill(Own(share, own), hasMore: choice.Requests is null, threads, cancellation);
        notice(Said(report, (MonotonicClock.Instance.NowNs - begunNs) / 1e9));
        return new PromptsAhead(measured, report.IsAll ? null : Own(share, choice.Requests is null ? long.MaxValue : own));
    }

    /// <summary>Ends what is still made.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _thread?.Join();
        _end.Dispose();
    }

    private static long Endless(WorkloadChoice choice, ClientShare share) => Math.Max(
        Math.Max(EndlessLeast, (long)EndlessPerStream * (choice.Concurrency ?? 1)),
        (long)Math.Ceiling((choice.RateRps ?? 0) * EndlessSeconds / share.Count));

    private static IEnumerable<int> Own(ClientShare share, long count)
    {
        for (long i = 0; i < count && share.RequestAt(i) is <= int.MaxValue and long index; i++)
        {
            yield return (int)index;
        }
    }

    private static string Said(FillReport report, double seconds)
    {
        string exact = report.Exact == report.Sampled
            ? "each of exactly its length"
            : string.Create(CultureInfo.InvariantCulture, $"{report.Exact} of exactly their length, all by {(double)report.MismatchSum / report.Sampled:+0.00;-0.00} tokens on average");
        return string.Create(CultureInfo.InvariantCulture, $"{Counted.Of((int)report.Sampled, "prompt")} sampled in {seconds:0.0} s, {exact}{(report.IsAll ? "" : "; more during the run")}");
    }
}
