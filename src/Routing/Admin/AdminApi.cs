using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Admin;

/// <summary>
/// The admin API, for a listener of its own. Every request carries the admin's token; every response is JSON, an error
/// <c>{"error":{"message","type","code"}}</c>. Thread-safe.
/// </summary>
public sealed class AdminApi : IAsyncDisposable
{
    private readonly AdminParts _parts;
    private readonly WorkerCommands _workers;
    private readonly StateDocument _state;
    private readonly CacheFlush _flush;
    private int _reloads;

    /// <summary>Creates it.</summary>
    public AdminApi(AdminParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _workers = new WorkerCommands(parts);
        _state = new StateDocument(parts, _workers.View);
        _flush = new CacheFlush(parts.EngineHandler, parts.Time);
    }

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            // Before anything else: without the token there is nothing to learn here, not even which paths exist.
            AdminReply reply = _parts.IsAuthorized(context) ? await AnswerAsync(context) : Unauthorized();
            await reply.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
        }
    }

    /// <summary>Stops waiting for workers that drain before they are taken out.</summary>
    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync();
        _flush.Dispose();
    }

    private async Task<AdminReply> AnswerAsync(HttpContext context)
    {
        var query = new AdminQuery(context.Request.Query);
        AdminTarget target = AdminTarget.Parse(context.Request.Path, query);
        string method = context.Request.Method;
        return (target.Resource, method) switch
        {
            (AdminResource.None, _) => AdminReply.Error(
                StatusCodes.Status404NotFound, "no_such_path", "the admin API has workers, reload, state and flush_cache under /admin"),
            (AdminResource.Workers, "GET") => Unless(query, _workers.List),
            (AdminResource.Workers, "POST") => await UnlessAsync(query, () => _workers.AddAsync(context)),
            (AdminResource.Workers, _) => AdminReply.MethodNotAllowed("GET, POST"),
            (AdminResource.State, "GET") => Unless(query, () => AdminReply.Raw(StatusCodes.Status200OK, _state.Write())),
            (AdminResource.State, _) => AdminReply.MethodNotAllowed("GET"),
            (AdminResource.Reload, "POST") => await UnlessAsync(query, () => ReloadAsync(context.RequestAborted)),
            (AdminResource.FlushCache, "POST") => await FlushAsync(query, context.RequestAborted),
            (AdminResource.Reload or AdminResource.FlushCache, _) => AdminReply.MethodNotAllowed("POST"),
            _ => await AnswerForWorkerAsync(target, method, query, context.RequestAborted),
        };
    }

    private async Task<AdminReply> AnswerForWorkerAsync(AdminTarget target, string method, AdminQuery query, CancellationToken cancellation)
    {
        if (target.Resource == AdminResource.Worker ? method is not ("GET" or "DELETE") : method != "POST")
        {
            return AdminReply.MethodNotAllowed(target.Resource == AdminResource.Worker ? "GET, DELETE" : "POST");
        }

        bool drain = target.Resource == AdminResource.Worker && method == "DELETE" && query.Flag("drain");
        double? waitS = target.Resource is AdminResource.Drain or AdminResource.Flip ? query.Seconds("wait_s") : null;
        WorkerRole? role = target.Resource == AdminResource.Flip ? query.Role("role") : null;
        if (query.Problems() is { Count: > 0 } problems)
        {
            return AdminReply.BadRequest(problems);
        }

        if (target.WorkerId.Length == 0)
        {
            return AdminReply.BadRequest(["which worker? give /admin/workers/{url-encoded id}/… or ?url=http://host:port"]);
        }

        if (_parts.Fleet.Find(target.WorkerId) is not { } worker)
        {
            return WorkerCommands.NotThere(target.WorkerId);
        }

        return target.Resource switch
        {
            AdminResource.Drain => await _workers.DrainAsync(worker, waitS, cancellation),
            AdminResource.Resume => _workers.Resume(worker),
            AdminResource.Flip => await _workers.FlipAsync(worker, role!.Value, waitS, cancellation),
            _ => method == "GET" ? _workers.Get(worker) : _workers.Remove(worker, drain),
        };
    }

    private async Task<AdminReply> ReloadAsync(CancellationToken cancellation)
    {
        if (_parts.Reload is not { } reload)
        {
            return AdminReply.Error(StatusCodes.Status409Conflict, "no_configuration", "the router was started without a configuration file");
        }

        if (Interlocked.CompareExchange(ref _reloads, 1, 0) != 0)
        {
            return AdminReply.Error(StatusCodes.Status409Conflict, "reload_under_way", "another reload is under way: try again when it has ended");
        }

        try
        {
            ReloadOutcome outcome = await reload(cancellation);
            return outcome.Applied
                ? AdminReply.Json(StatusCodes.Status200OK, new ReloadView(true, outcome.Messages), AdminJson.Default.ReloadView)
                : AdminReply.Error(
                    StatusCodes.Status422UnprocessableEntity,
                    "invalid_configuration",
                    $"the file was refused and the old configuration stays: {string.Join("; ", outcome.Messages)}");
        }
        finally
        {
            Volatile.Write(ref _reloads, 0);
        }
    }

    private async Task<AdminReply> FlushAsync(AdminQuery query, CancellationToken cancellation)
    {
        double? timeoutS = query.Seconds("timeout");
        if (query.Problems() is { Count: > 0 } problems)
        {
            return AdminReply.BadRequest(problems);
        }

        IReadOnlyList<FlushView> views = await _flush.RunAsync(_parts.Fleet.Workers, timeoutS, cancellation);
        bool ok = views.All(v => v.Ok);
        // What went through the router is the workers' answers: not all good is a bad gateway, and the list says whose.
        int status = ok ? StatusCodes.Status200OK : StatusCodes.Status502BadGateway;
        return AdminReply.Json(status, new FlushesView(ok, views), AdminJson.Default.FlushesView);
    }

    private static AdminReply Unauthorized() => AdminReply.Error(
        StatusCodes.Status401Unauthorized,
        "invalid_token",
        "the admin API needs the admin token: send Authorization: Bearer <token>",
        ("WWW-Authenticate", "Bearer"));

    private static AdminReply Unless(AdminQuery query, Func<AdminReply> answer) =>
        query.Problems() is { Count: > 0 } problems ? AdminReply.BadRequest(problems) : answer();

    private static async Task<AdminReply> UnlessAsync(AdminQuery query, Func<Task<AdminReply>> answer) =>
        query.Problems() is { Count: > 0 } problems ? AdminReply.BadRequest(problems) : await answer();
}
