using LoadGen.Results;

namespace LoadGen.Reporting.Html.Serving;

/// <summary>The report as it stands, made anew when its folders have changed, and whoever waits for that.</summary>
internal sealed class ReportFeed : IAsyncDisposable
{
    // A finished point is on the page within about a second; looking costs a walk over the folders.
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly ReportSource _source;
    private readonly Action<string> _tell;
    private readonly CancellationTokenSource _stopping = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;
    private volatile BuiltReport _current;
    private volatile TaskCompletionSource _changed = New();

    /// <summary>Reads the report, and follows it from then on.</summary>
    /// <param name="source">The report.</param>
    /// <param name="time">Times the looks.</param>
    /// <param name="tell">Takes a line for each change that no report could be made of.</param>
    public ReportFeed(ReportSource source, TimeProvider time, Action<string> tell)
    {
        _source = source;
        _tell = tell;
        _current = source.Build(live: true);
        _timer = new PeriodicTimer(s_period, time);
        _loop = FollowAsync();
    }

    /// <summary>The newest report.</summary>
    public BuiltReport Current => _current;

    /// <summary>Cancelled when the server ends.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Ends when there is another version than the one given; at once when there is one already.</summary>
    public Task NextAsync(string version)
    {
        // Taken first: a change between the two lines completes it.
        Task changed = _changed.Task;
        return _current.Document.Version == version ? changed : Task.CompletedTask;
    }

    /// <summary>Stops looking, and ends those who wait.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _timer.Dispose();
        await _loop;
        _stopping.Dispose();
    }

    private async Task FollowAsync()
    {
        string? passedOver = null;
        while (await _timer.WaitForNextTickAsync())
        {
            string? version = null;
            try
            {
                version = _source.Version();
                if (version != _current.Document.Version && version != passedOver)
                {
                    _current = _source.Build(live: true);
                    Interlocked.Exchange(ref _changed, New()).TrySetResult();
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ResultsException)
            {
                // A folder that is being renamed or removed: what was read stays, the next look is in a second.
            }
            catch (Exception e)
            {
                // Whatever a file holds that nobody thought of: the page goes on, and stands still until files change again.
                passedOver = version;
                _tell($"the report was not made anew, and shows what it showed: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
