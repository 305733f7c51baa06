using LoadGen.Routing.Admission;

namespace LoadGen.Routing.Tests.Admission;

public class AdmissionQueueTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void What_fits_is_let_in_at_once()
    {
        AdmissionQueue queue = New(inFlight: 2, size: 5);
        Assert.Equal(AdmissionOutcome.Admitted, Done(Enter(queue)).Outcome);
        Assert.Equal(200, Done(Enter(queue)).Status);
        Assert.False(Enter(queue).IsCompleted);
        Assert.Equal((2, 1), (queue.InFlight, queue.Waiting));
    }

    [Fact]
    public async Task A_permit_given_back_lets_the_next_one_in_and_only_once()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 5);
        AdmissionPermit permit = Done(Enter(queue)).Permit!;
        Task<AdmissionResult> second = Enter(queue), third = Enter(queue);
        permit.Dispose();
        permit.Dispose();

        Assert.Equal(AdmissionOutcome.Admitted, (await second).Outcome);
        Assert.False(third.IsCompleted);
        Assert.Equal((1, 1), (queue.InFlight, queue.Waiting));
    }

    [Fact]
    public async Task Higher_priority_goes_first_and_equals_in_order()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 5);
        AdmissionPermit permit = Done(Enter(queue)).Permit!;
        Task<AdmissionResult>[] waiting = [Enter(queue, 0), Enter(queue, 5), Enter(queue, 5), Enter(queue, -1)];
        foreach (int next in new[] { 1, 2, 0, 3 })
        {
            permit.Dispose();
            Assert.True(waiting[next].IsCompleted);
            permit = (await waiting[next]).Permit!;
        }
    }

    [Fact]
    public void A_full_queue_refuses_the_newcomer()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 1);
        _ = Enter(queue);
        _ = Enter(queue);
        AdmissionResult refused = Done(Enter(queue));

        Assert.Equal((AdmissionOutcome.QueueFull, 429), (refused.Outcome, refused.Status));
        Assert.Null(refused.Permit);
        Assert.InRange(refused.RetryAfterS, 1, 60);
    }

    [Fact]
    public async Task A_newcomer_worth_more_takes_the_place_of_the_latest_of_the_lowest()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 3);
        _ = Enter(queue);
        Task<AdmissionResult> low = Enter(queue, 1), latestLow = Enter(queue, 1), high = Enter(queue, 9);
        Task<AdmissionResult> newcomer = Enter(queue, 5);

        Assert.Equal(AdmissionOutcome.QueueFull, (await latestLow).Outcome);
        Assert.False(low.IsCompleted || high.IsCompleted || newcomer.IsCompleted);
        Assert.Equal(AdmissionOutcome.QueueFull, Done(Enter(queue, 1)).Outcome);
    }

    [Fact]
    public async Task A_deadline_that_passes_ends_the_wait()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 5);
        _ = Enter(queue);
        Task<AdmissionResult> late = Enter(queue), soon = Enter(queue, timeoutMs: 1500);
        _time.Advance(TimeSpan.FromMilliseconds(1499));
        Assert.False(soon.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        AdmissionResult result = await soon;
        Assert.Equal((AdmissionOutcome.DeadlinePassed, 503), (result.Outcome, result.Status));
        Assert.False(late.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(28.5));
        Assert.Equal(AdmissionOutcome.DeadlinePassed, (await late).Outcome);
        Assert.Equal(0, _time.ArmedCount);
    }

    [Fact]
    public async Task Stopping_ends_every_wait_and_lets_those_who_run_finish()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 5);
        AdmissionPermit permit = Done(Enter(queue)).Permit!;
        Task<AdmissionResult> waiting = Enter(queue);
        queue.Stop();

        Assert.Equal(AdmissionOutcome.Stopping, (await waiting).Outcome);
        Assert.Equal(503, Done(Enter(queue)).Status);
        Assert.Equal(1, queue.InFlight);
        permit.Dispose();
        Assert.Equal(0, queue.InFlight);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_the_queue()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 5);
        AdmissionPermit permit = Done(Enter(queue)).Permit!;
        using var client = new CancellationTokenSource();
        Task<AdmissionResult> gone = Enter(queue, client: client.Token);
        Task<AdmissionResult> next = Enter(queue);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await gone);
        Assert.Equal(1, queue.Waiting);
        permit.Dispose();
        Assert.Equal(AdmissionOutcome.Admitted, (await next).Outcome);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Enter(queue, client: client.Token));
    }

    [Fact]
    public void Retry_after_follows_the_rate_of_service()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 40);
        AdmissionPermit permit = Done(Enter(queue)).Permit!;
        Assert.Equal(1, queue.RetryAfterS());
        for (int i = 0; i < 40; i++)
        {
            _ = Enter(queue);
        }

        // Nothing has been served: the worst that is told.
        Assert.Equal(60, queue.RetryAfterS());
        permit.Dispose();
        permit = null!;
        for (int i = 0; i < 19; i++)
        {
            queue.Release();
        }

        // 20 served in the window of 10 s, 20 wait: 10 s more.
        Assert.Equal(10, queue.RetryAfterS());
    }

    [Fact]
    public async Task More_room_lets_those_who_wait_in_at_once()
    {
        AdmissionQueue queue = New(inFlight: 1, size: 5);
        _ = Enter(queue);
        Task<AdmissionResult> one = Enter(queue), other = Enter(queue);
        queue.Apply(new AdmissionSettings { MaxInFlight = 3 });

        Assert.Equal(AdmissionOutcome.Admitted, (await one).Outcome);
        Assert.Equal(AdmissionOutcome.Admitted, (await other).Outcome);
    }

    [Fact]
    public void Impossible_settings_are_refused_with_every_problem()
    {
        var settings = new AdmissionSettings { MaxInFlight = 0, QueueSizeMax = -1, QueueTimeoutS = double.NaN };

        Assert.Equal(["max_in_flight", "queue_size_max", "queue_timeout_s"], settings.Validate().Select(problem => problem.Split(':')[0]));
        Assert.Throws<ArgumentException>(() => new AdmissionQueue(settings, _time));
        Assert.Empty(new AdmissionSettings().Validate());
    }

    private static Task<AdmissionResult> Enter(AdmissionQueue queue, int priority = 0, int? timeoutMs = null, CancellationToken client = default) =>
        queue.EnterAsync(new(priority, timeoutMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null), client).AsTask();

    private static AdmissionResult Done(Task<AdmissionResult> result)
    {
        Assert.True(result.IsCompletedSuccessfully);
        return result.Result;
    }

    private AdmissionQueue New(int inFlight, int size) => new(new AdmissionSettings { MaxInFlight = inFlight, QueueSizeMax = size }, _time);
}
