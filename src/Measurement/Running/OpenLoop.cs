using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>
/// Starts each request at its scheduled time, whatever became of the ones before. One schedule, dealt out by index: loop k of n sends the
/// arrivals k, k + n, k + 2n, … of its client's part (<see cref="ArrivalShard"/>). It is never re-anchored or rescaled: a request that could not start in time
/// starts late and its lateness is recorded. Under a limit of streams, due requests wait for a free one, first come, first served; their wait is in the
/// latencies from the intended start.
/// </summary>
internal sealed class OpenLoop : ILoadDriver
{
    private readonly RunContext _run;
    private readonly ArrivalSchedule _schedule;
    private readonly long _startNs;
    private readonly StreamLimit? _limit;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _pending;
    private int _openShards;

    /// <param name="run">The run.</param>
    /// <param name="schedule">Offsets from <paramref name="startNs"/>.</param>
    /// <param name="startNs">The schedule's zero.</param>
    /// <param name="maxActive">Most streams at once; null for no limit.</param>
    public OpenLoop(RunContext run, ArrivalSchedule schedule, long startNs, int? maxActive)
    {
        _run = run;
        _schedule = schedule;
        _startNs = startNs;
        _limit = maxActive is { } most ? new StreamLimit(most) : null;
    }

    /// <summary>What became of the arrivals.</summary>
    public ArrivalTally Tally { get; } = new();

    /// <inheritdoc/>
    public Task RunAsync(RunPhase phase)
    {
        int shards = _run.Workers.Count;
        _pending = shards;
        _openShards = shards;
        for (int i = 0; i < shards; i++)
        {
            var shard = new ArrivalShard(this, _run, _run.Workers[i], phase, new ShardedSchedule(_schedule.Restart(), i, shards, _run.Options.Share), _limit, _startNs);
            _run.Workers[i].Loop.Post(shard.Start);
        }

        return _done.Task;
    }

    /// <summary>A shard hands out no further request.</summary>
    public void OnShardDry(RunPhase phase)
    {
        if (Interlocked.Decrement(ref _openShards) == 0)
        {
            phase.OnSourceDry();
        }
    }

    /// <summary>A request is on its way or waits: the run is not over before it is.</summary>
    public void Begin() => Interlocked.Increment(ref _pending);

    /// <summary>A request, or a shard's schedule, is over.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>A defect of ours, never a target's doing: the run must end with it instead of waiting for a request that is lost.</summary>
    public void Fail(Exception e) => _done.TrySetException(e);
}
