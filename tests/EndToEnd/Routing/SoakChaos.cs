using System.Net;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Routing;

/// <summary>
/// What goes wrong, and what operators do meanwhile: one event after another, drawn from a seed. What it breaks it mends a moment later, and
/// each role always keeps somebody who could serve.
/// </summary>
internal sealed class SoakChaos
{
    private const int AddedMax = 2;

    private static readonly string[] s_faults =
        ["status:500@4", "status:503@3", "cut:2@5", "hang@9", "slow:200@2", "reset@6", "refuse@7", "stall:2@9", "cut-after-head@6", "malformed-chunk:1@7", "split-writes@2"];

    private readonly SoakRouter _router;
    private readonly string _protocol;
    private readonly TempFolder _folder;
    private readonly Random _random;
    private readonly List<SoakEngine> _prefill;
    private readonly List<SoakEngine> _decode;
    private readonly List<SoakEngine> _added = [];

    // What is to be mended, and after how many events.
    private readonly List<(int Event, Func<Task> Do)> _later = [];
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _event;

    public SoakChaos(SoakRouter router, string protocol, TempFolder folder, IReadOnlyList<SoakEngine> prefill, IReadOnlyList<SoakEngine> decode, int seed)
    {
        (_router, _protocol, _folder) = (router, protocol, folder);
        (_prefill, _decode, _random) = ([.. prefill], [.. decode], new Random(seed));
    }

    /// <summary>All engines that there are.</summary>
    public IReadOnlyList<SoakEngine> Engines => [.. _prefill, .. _decode, .. _added];

    /// <summary>How often what happened.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Events until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !_router.HasExited)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(50, 350)), CancellationToken.None);
            _event++;
            await MendAsync(all: false);
            await HappenAsync();
            await FitRolesAsync();
        }
    }

    /// <summary>Brings everything back: all engines live, are known to the router, and play the role that it gives them.</summary>
    public async Task RestoreAsync()
    {
        await MendAsync(all: true);
        await WriteAsync(SoakConfiguration.Plain(_protocol, _folder["access.log"], _prefill, _decode));
        await ExpectAsync(_router.AdminAsync(HttpMethod.Post, "/admin/reload"), HttpStatusCode.OK);
        foreach (SoakEngine engine in Engines)
        {
            if (!engine.IsAlive)
            {
                await engine.StartAsync();
            }

            await engine.SetFaultsAsync("");
            await ExpectAsync(_router.WorkerAsync(HttpMethod.Post, "/resume", engine), HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.NotFound);
            await ExpectAsync(_router.AdminAsync(HttpMethod.Post, "/admin/workers", engine.Json(engine.Role)), HttpStatusCode.Created, HttpStatusCode.Conflict);
        }

        await FitRolesAsync();
    }

    private async Task HappenAsync()
    {
        IReadOnlyList<SoakWorker> workers = await _router.WorkersAsync();
        SoakEngine? engine = Draw(workers);
        switch (_random.Next(12))
        {
            case 0 or 1 when engine is not null:
                Count("kill");
                await engine.KillAsync();
                Later(engine, () => StartAsync(engine));
                break;
            case 2 when engine is not null:
                Count("restart");
                await engine.StopAsync(Loadgen.DefaultLimit);
                await StartAsync(engine);
                break;
            case 3 when engine is not null:
                Count("drain");
                await ExpectAsync(_router.WorkerAsync(HttpMethod.Post, "/drain", engine), HttpStatusCode.Accepted);
                Later(engine, () => ResumeAsync(engine));
                break;
            case 4 when engine is not null:
                Count("delete");
                string drain = _random.Next(2) == 0 ? "&drain=true" : "";
                await ExpectAsync(_router.WorkerAsync(HttpMethod.Delete, "", engine, drain), HttpStatusCode.OK, HttpStatusCode.Accepted);
                Later(engine, () => AddBackAsync(engine));
                break;
            case 5 when _added.Count < AddedMax:
                Count("add");
                var added = new SoakEngine(_protocol, _random.Next(2) == 0 ? "prefill" : "decode");
                await added.StartAsync();
                _added.Add(added);
                await ExpectAsync(_router.AdminAsync(HttpMethod.Post, "/admin/workers", added.Json(added.Role)), HttpStatusCode.Created);
                break;
            case 5:
                await RetireAsync(_added[0]);
                break;
            case 6 when engine is not null:
                await FlipAsync(engine, workers);
                break;
            case 7 or 8 when engine is not null:
                Count("fault");
                await engine.SetFaultsAsync(s_faults[_random.Next(s_faults.Length)]);
                Later(engine, () => engine.IsAlive ? engine.SetFaultsAsync("") : Task.CompletedTask);
                break;
            case 9 or 10:
                await ReloadAsync();
                break;
            case 11:
                Count("refused reload");
                await WriteAsync(SoakConfiguration.Wrong(SoakConfiguration.Plain(_protocol, _folder["access.log"], _prefill, _decode)));
                await ExpectAsync(_router.AdminAsync(HttpMethod.Post, "/admin/reload"), HttpStatusCode.UnprocessableEntity);
                break;
            default:
                Count("nothing");
                break;
        }
    }

    // Somebody whose role has another one who serves: outages of a whole role are not what is looked at.
    private SoakEngine? Draw(IReadOnlyList<SoakWorker> workers)
    {
        SoakEngine[] serving = [.. Engines.Where(engine => engine.IsAlive && workers.Any(w => w.Id == engine.Url && w.Role == engine.Role && w.State == "healthy"))];
        SoakEngine[] dispensable = [.. serving.Where(engine => serving.Count(other => other.Role == engine.Role) > 1)];
        return dispensable.Length == 0 ? null : dispensable[_random.Next(dispensable.Length)];
    }

    private async Task FlipAsync(SoakEngine engine, IReadOnlyList<SoakWorker> workers)
    {
        if (workers.Count(worker => worker.Role == engine.Role && worker.State == "healthy") < 3)
        {
            Count("nothing");
            return;
        }

        string role = engine.Role == "prefill" ? "decode" : "prefill";
        (HttpStatusCode status, _) = await ExpectAsync(
            _router.WorkerAsync(HttpMethod.Post, "/flip", engine, $"&role={role}&wait_s=2"), HttpStatusCode.OK, HttpStatusCode.Conflict);
        Count(status == HttpStatusCode.OK ? "flip" : "flip given up");
    }

    private async Task RetireAsync(SoakEngine engine)
    {
        Count("retire");
        await ExpectAsync(_router.WorkerAsync(HttpMethod.Delete, "", engine), HttpStatusCode.OK, HttpStatusCode.NotFound);
        _added.Remove(engine);
        await engine.DisposeAsync();
    }

    private async Task ReloadAsync()
    {
        string text = SoakConfiguration.Draw(_protocol, _folder["access.log"], _prefill, _decode, _random);
        await WriteAsync(text);
        switch (_random.Next(3))
        {
            case 0:
                Count("reload by the admin");
                await ExpectAsync(_router.AdminAsync(HttpMethod.Post, "/admin/reload"), HttpStatusCode.OK);
                break;
            case 1:
                Count("reload by SIGHUP");
                _router.Signal(SoakProcess.SigHup);
                break;
            default:
                // Within 4 s, if nothing is written meanwhile.
                Count("reload by itself");
                break;
        }
    }

    // A flip, or a file that gives a worker its old role back, turns a real engine's operator to its command line.
    private async Task FitRolesAsync()
    {
        foreach (SoakWorker worker in await _router.WorkersAsync())
        {
            if (Engines.FirstOrDefault(e => e.Url == worker.Id) is { IsAlive: true } engine && engine.Role != worker.Role)
            {
                await engine.KillAsync();
                await engine.StartAsync(worker.Role);
            }
        }
    }

    private static async Task StartAsync(SoakEngine engine)
    {
        if (!engine.IsAlive)
        {
            await engine.StartAsync();
        }
    }

    private async Task ResumeAsync(SoakEngine engine) => await ExpectAsync(
        _router.WorkerAsync(HttpMethod.Post, "/resume", engine), HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.NotFound);

    // A reload may have brought it back before.
    private async Task AddBackAsync(SoakEngine engine) => await ExpectAsync(
        _router.AdminAsync(HttpMethod.Post, "/admin/workers", engine.Json(engine.Role)), HttpStatusCode.Created, HttpStatusCode.Conflict);

    // By renaming, as careful editors do.
    private async Task WriteAsync(string text)
    {
        await File.WriteAllTextAsync(_folder["router.yaml.new"], text);
        File.Move(_folder["router.yaml.new"], _folder["router.yaml"], overwrite: true);
    }

    // What has been retired meanwhile stays away.
    private void Later(SoakEngine engine, Func<Task> mend) =>
        _later.Add((_event + _random.Next(2, 7), () => Engines.Contains(engine) ? mend() : Task.CompletedTask));

    private async Task MendAsync(bool all)
    {
        foreach ((int due, Func<Task> mend) in _later.ToArray())
        {
            if (all || due <= _event)
            {
                await mend();
                _later.Remove((due, mend));
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> ExpectAsync(Task<(HttpStatusCode Status, string Body)> asked, params HttpStatusCode[] expected)
    {
        (HttpStatusCode Status, string Body) answer = await asked;
        Assert.True(expected.Contains(answer.Status), $"{(int)answer.Status} instead of {string.Join(" or ", expected)}: {answer.Body}");
        return answer;
    }

    private void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;
}
