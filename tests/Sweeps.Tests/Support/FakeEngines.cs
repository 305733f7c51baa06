using LoadGen.Sweeps.Planning;
using LoadGen.Sweeps.Running;

namespace LoadGen.Sweeps.Tests.Support;

/// <summary>Engines without processes.</summary>
internal sealed class FakeEngines : IEngines
{
    private readonly Lock _lock = new();

    /// <summary>Every start, in order.</summary>
    public List<(string Configuration, EnginePlace Place)> Starts { get; } = [];

    /// <summary>Those that run now.</summary>
    public List<FakeEngine> Running { get; } = [];

    /// <summary>The most that ran at once.</summary>
    public int RunningMax { get; private set; }

    public IReadOnlyList<string> CleanedUp { get; private set; } = [];

    /// <summary>Decides about a start; throws where it fails.</summary>
    public Func<string, CancellationToken, Task> OnStart { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What happens while leftovers are ended.</summary>
    public Action OnCleanUp { get; set; } = () => { };

    /// <summary>What cannot be ended.</summary>
    public IReadOnlyList<string> Left { get; set; } = [];

    public FakeEngine Last { get; private set; } = null!;

    public Task CleanUpAsync(IReadOnlyList<string> launches, CancellationToken cancellation)
    {
        CleanedUp = launches;
        OnCleanUp();
        return Task.CompletedTask;
    }

    public async Task<IEngine> StartAsync(ConfigurationPlan configuration, EnginePlace place, CancellationToken stop, CancellationToken atOnce)
    {
        lock (_lock)
        {
            Starts.Add((configuration.Id, place));
        }

        Directory.CreateDirectory(place.Folder);
        await OnStart(configuration.Id, stop);
        var engine = new FakeEngine(this, place);
        lock (_lock)
        {
            Last = engine;
            Running.Add(engine);
            RunningMax = Math.Max(RunningMax, Running.Count);
        }

        return engine;
    }

    internal void End(FakeEngine engine)
    {
        lock (_lock)
        {
            Running.Remove(engine);
        }
    }
}

/// <summary>An engine that is only said to run.</summary>
internal sealed class FakeEngine(FakeEngines engines, EnginePlace place) : IEngine
{
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Url { get; } = new($"http://127.0.0.1:{8000 + place.PortOffset}");

    public string? Manifest => Path.Combine(place.Folder, "manifest.json");

    public Task<string> Failed => _failed.Task;

    public string? StoppedFor { get; private set; }

    public void Die(string why) => _failed.SetResult(why);

    public Task<IReadOnlyList<string>> StopAsync(string? failure, CancellationToken atOnce)
    {
        StoppedFor = failure;
        engines.End(this);
        return Task.FromResult(engines.Left);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
