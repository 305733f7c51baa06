using System.Collections.Concurrent;
using System.Globalization;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Admin;

/// <summary>Tells every engine to empty its prefix cache (SGLang's <c>POST /flush_cache</c>).</summary>
internal sealed class CacheFlush(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    private const int AtOnceMax = 32;

    // Where no timeout is given the engine answers at once, or refuses because requests are under way.
    private const double UnforwardedTimeoutS = 30;

    // The engine's answer comes when its own time is over: this much later at the latest.
    private const double GraceS = 5;

    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: false);

    /// <summary>Asks all workers.</summary>
    /// <param name="workers">Whom to ask.</param>
    /// <param name="timeoutS">How long an engine may wait for its requests to end, forwarded to it; null: not said.</param>
    /// <param name="cancellation">Ends the waiting for answers.</param>
    /// <returns>What each answered, in the same order.</returns>
    public async Task<IReadOnlyList<FlushView>> RunAsync(IReadOnlyList<Worker> workers, double? timeoutS, CancellationToken cancellation)
    {
        var views = new ConcurrentDictionary<Worker, FlushView>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellation };
        await Parallel.ForEachAsync(workers, options, async (worker, stop) => views[worker] = await AskAsync(worker, timeoutS, stop));
        return [.. workers.Select(w => views[w])];
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<FlushView> AskAsync(Worker worker, double? timeoutS, CancellationToken stop)
    {
        long began = time.GetTimestamp();
        double limitS = timeoutS + GraceS ?? UnforwardedTimeoutS;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(limitS), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        string path = timeoutS is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"/flush_cache?timeout={seconds}") : "/flush_cache";
        using HttpRequestMessage request = EngineClient.NewRequest(HttpMethod.Post, new Uri(worker.Settings.Url, path));
        int? status = null;
        string? error;
        try
        {
            using HttpResponseMessage response = await _invoker.SendAsync(request, either.Token);
            status = (int)response.StatusCode;
            error = ErrorOf(status.Value);
        }
        catch (HttpRequestException failure)
        {
            error = EngineFailure.Describe(failure, worker.Settings.Url);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            error = string.Create(CultureInfo.InvariantCulture, $"no answer within {limitS} s");
        }

        return new FlushView(worker.Id, RoleNames.Of(worker.Role), error is null, status, error, time.GetElapsedTime(began).TotalMilliseconds);
    }

    private static string? ErrorOf(int status) => status switch
    {
        >= 200 and <= 299 => null,
        400 => "POST /flush_cache answered 400: requests are under way there",
        404 => "POST /flush_cache answered 404: this engine cannot",
        _ => string.Create(CultureInfo.InvariantCulture, $"POST /flush_cache answered {status}"),
    };
}
