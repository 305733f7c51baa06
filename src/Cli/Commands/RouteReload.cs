using LoadGen.Routing;
using LoadGen.Routing.Admin;
using LoadGen.Routing.Discovery;

namespace LoadGen.Cli.Commands;

/// <summary>
/// Takes a configuration that was read again into the router, and says what came of it. A file that is wrong, or that names a file that
/// is, leaves the router as it was.
/// </summary>
internal sealed class RouteReload(ConfigurationWatcher watcher, TextWriter output)
{
    private readonly Lock _lock = new();
    private Router? _router;
    private ReloadOutcome _last = new(true, []);

    /// <summary>From now on changes go into <paramref name="router"/>.</summary>
    public void Start(Router router)
    {
        _router = router;
        watcher.Changed += OnChanged;
        watcher.Refused += problems => Refuse([.. problems.Select(problem => problem.ToString())]);
    }

    /// <summary>Reads the file, and those that it names, at once.</summary>
    public ReloadOutcome ReadNow()
    {
        lock (_lock)
        {
            // The watcher raises its events before it returns.
            watcher.ReadNow();
            return _last;
        }
    }

    private void OnChanged(SettingsChange change)
    {
        try
        {
            IReadOnlyList<string> later = _router!.Apply(change.After);
            output.WriteLine("loadgen: configuration read again" + (later.Count == 0 ? "" : $"; at the next start: {string.Join(", ", later)}"));
            _last = new ReloadOutcome(true, [.. later.Select(key => $"{key} takes effect at the next start")]);
        }
        catch (RouterException e)
        {
            Refuse([e.Message]);
        }
    }

    private void Refuse(IReadOnlyList<string> problems)
    {
        _router!.Refuse();
        foreach (string problem in problems)
        {
            output.WriteLine($"loadgen: {problem}");
        }

        output.WriteLine("loadgen: the configuration stays as it was");
        _last = new ReloadOutcome(false, problems);
    }
}
