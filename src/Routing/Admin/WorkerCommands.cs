using System.Globalization;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Admin;

/// <summary>What the admin API does with workers. Thread-safe.</summary>
internal sealed class WorkerCommands : IAsyncDisposable
{
    private const double FlipWaitS = 60;

    private readonly AdminParts _parts;
    private readonly Fleet _fleet;
    private readonly DrainWait _drains;
    private readonly DrainedRemovals _removals;

    public WorkerCommands(AdminParts parts)
    {
        _parts = parts;
        _fleet = parts.Fleet;
        _drains = new DrainWait(parts.Time);
        _removals = new DrainedRemovals(parts.Fleet, _drains);
    }

    public WorkerView View(Worker worker) => new(
        worker.Id,
        worker.Number,
        RoleNames.Of(worker.Role),
        RoleNames.Of(worker.State),
        RoleNames.Of(worker.Breaker.State),
        RoleNames.Of(worker.Settings.Source),
        worker.Load.Requests,
        worker.Load.Tokens,
        worker.Load.Pinned,
        _parts.LastProbeOf(worker));

    public AdminReply List() => AdminReply.Json(
        StatusCodes.Status200OK, new WorkersView([.. _fleet.Workers.Select(View)]), AdminJson.Default.WorkersView);

    public AdminReply Get(Worker worker) => AdminReply.Worker(StatusCodes.Status200OK, View(worker));

    public async Task<AdminReply> AddAsync(HttpContext context)
    {
        byte[]? body = await AdminBody.ReadAsync(context.Request, context.RequestAborted);
        if (body is null)
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"the body is larger than {AdminBody.BytesMax} bytes");
            return AdminReply.Error(StatusCodes.Status413PayloadTooLarge, "body_too_large", message);
        }

        (WorkerSettings? settings, IReadOnlyList<string> problems) = WorkerBody.Parse(body);
        problems = settings is null ? problems : _parts.CheckWorker(settings);
        if (settings is null || problems.Count > 0)
        {
            return AdminReply.BadRequest(problems);
        }

        if (_fleet.TryAdd(settings) is not { } worker)
        {
            string message = $"{settings.Id} is there already: DELETE it first, or flip its role";
            return AdminReply.Error(StatusCodes.Status409Conflict, "worker_exists", message);
        }

        return AdminReply.Worker(StatusCodes.Status201Created, View(worker));
    }

    public AdminReply Remove(Worker worker, bool drain)
    {
        string? note = worker.Settings.Source switch
        {
            WorkerSource.Admin => null,
            WorkerSource.Configuration => "the configuration file names it: it comes back at the next reload unless it is removed there too",
            WorkerSource.Dns => "a DNS name resolves to it: it comes back with the next look-up",
            _ => "it registers itself: it comes back with its next heartbeat",
        };
        if (!drain)
        {
            return _fleet.TryRemove(worker.Id) ? AdminReply.Worker(StatusCodes.Status200OK, View(worker), note: note) : NotThere(worker.Id);
        }

        _fleet.TryDrain(worker.Id);
        bool isIdle = DrainWait.IsIdle(worker);
        _removals.Begin(worker);
        return AdminReply.Worker(StatusCodes.Status202Accepted, View(worker), isIdle, note);
    }

    public async Task<AdminReply> DrainAsync(Worker worker, double? waitS, CancellationToken cancellation)
    {
        _fleet.TryDrain(worker.Id);
        if (waitS is null)
        {
            return AdminReply.Worker(StatusCodes.Status202Accepted, View(worker), DrainWait.IsIdle(worker));
        }

        return await _drains.ForAsync(worker, TimeSpan.FromSeconds(waitS.Value), cancellation) switch
        {
            DrainEnd.Idle => AdminReply.Worker(StatusCodes.Status200OK, View(worker), drained: true),
            DrainEnd.TimedOut => AdminReply.Worker(StatusCodes.Status202Accepted, View(worker), drained: false),
            _ => Interrupted(worker),
        };
    }

    public AdminReply Resume(Worker worker) => _fleet.TryResume(worker.Id)
        ? AdminReply.Worker(StatusCodes.Status200OK, View(worker))
        : AdminReply.Error(StatusCodes.Status409Conflict, "not_draining", $"{worker.Id} is {RoleNames.Of(worker.State)}, not draining");

    public async Task<AdminReply> FlipAsync(Worker worker, WorkerRole role, double? waitS, CancellationToken cancellation)
    {
        if (worker.Role == role)
        {
            return AdminReply.Error(StatusCodes.Status409Conflict, "same_role", $"the role of {worker.Id} is {RoleNames.Of(role)} already");
        }

        IReadOnlyList<string> problems = _parts.CheckWorker(worker.Settings with { Role = role });
        if (problems.Count > 0)
        {
            return AdminReply.Error(StatusCodes.Status409Conflict, "unfit_for_role", string.Join("; ", problems));
        }

        // Who was draining before goes on to do so when the flip fails; who was not gets requests again.
        bool drainedHere = _fleet.TryDrain(worker.Id);
        bool flipped = false;
        try
        {
            double limitS = waitS ?? FlipWaitS;
            DrainEnd end = await _drains.ForAsync(worker, TimeSpan.FromSeconds(limitS), cancellation);
            flipped = end == DrainEnd.Idle && _fleet.Find(worker.Id) == worker && _fleet.TryFlip(worker.Id, role);
            return flipped && _fleet.Find(worker.Id) is { } now ? AdminReply.Worker(StatusCodes.Status200OK, View(now))
                : end == DrainEnd.Interrupted ? Interrupted(worker)
                : NotDrained(worker, limitS, drainedHere);
        }
        finally
        {
            if (drainedHere && !flipped && _fleet.Find(worker.Id) == worker)
            {
                _fleet.TryResume(worker.Id);
            }
        }
    }

    public static AdminReply NotThere(string id) => AdminReply.Error(
        StatusCodes.Status404NotFound, "no_such_worker", $"there is no worker {EngineFailure.OneLine(id)}: GET /admin/workers lists them");

    public ValueTask DisposeAsync() => _removals.DisposeAsync();

    private static AdminReply Interrupted(Worker worker) => AdminReply.Error(
        StatusCodes.Status409Conflict, "interrupted", $"{worker.Id} was resumed or taken out meanwhile: it is {RoleNames.Of(worker.State)}");

    private static AdminReply NotDrained(Worker worker, double limitS, bool resumes) => AdminReply.Error(
        StatusCodes.Status409Conflict,
        "not_drained",
        string.Create(CultureInfo.InvariantCulture, $"{worker.Id} still has {worker.Load.Requests} requests and {worker.Load.Pinned} pinned hand-offs after {limitS} s: ")
            + (resumes ? "it keeps its role and gets requests again" : "it keeps its role and goes on draining"));
}
