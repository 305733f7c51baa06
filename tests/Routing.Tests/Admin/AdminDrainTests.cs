using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Admin;

public sealed class AdminDrainTests : IAsyncDisposable
{
    private const string Drain = "/admin/workers/http%3A%2F%2F10.0.0.1%3A8000/drain";
    private const string Flip = "/admin/workers/http%3A%2F%2F10.0.0.1%3A8000/flip";

    private readonly AdminFixture _admin = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AdminDrainTests() => _admin.Fleet.Changed += () =>
    {
        if (_admin.Prefill.State == WorkerState.Removed)
        {
            _gone.TrySetResult();
        }
    };

    private Worker Worker => _admin.Prefill;

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Fact]
    public async Task Draining_answers_at_once_when_nobody_waits()
    {
        Worker.Load.Begin(10);

        AdminAnswer answer = await _admin.PostAsync(Drain);

        Assert.Equal((202, "draining", "1"), (answer.Status, answer.Worker("state"), answer.Worker("requests")));
        Assert.False(answer.Json.GetProperty("drained").GetBoolean());
        Assert.Equal(0, _admin.Fleet.Prefill.EligibleCount);
    }

    [Fact]
    public async Task Who_waits_is_answered_when_nothing_is_under_way_and_nothing_pinned()
    {
        Worker.Load.Begin(10);
        Worker.Load.Pin();
        Task<AdminAnswer> answer = _admin.PostAsync(Drain + "?wait_s=30");
        Worker.Load.End(10);
        _admin.Time.AdvanceSeconds(1);
        Assert.False(answer.IsCompleted);
        Worker.Load.Unpin();
        _admin.Time.AdvanceSeconds(1);

        Assert.Equal(200, (await answer).Status);
        Assert.True((await answer).Json.GetProperty("drained").GetBoolean());
    }

    [Fact]
    public async Task Who_waits_in_vain_is_answered_in_time_and_the_worker_goes_on_draining()
    {
        Worker.Load.Begin(10);
        Task<AdminAnswer> answer = _admin.PostAsync(Drain + "?wait_s=30");
        _admin.Time.AdvanceSeconds(30);

        Assert.Equal(202, (await answer).Status);
        Assert.False((await answer).Json.GetProperty("drained").GetBoolean());
        Assert.Equal(WorkerState.Draining, Worker.State);
    }

    [Fact]
    public async Task Who_waits_is_told_when_another_resumes_the_worker()
    {
        Worker.Load.Begin(10);
        Task<AdminAnswer> answer = _admin.PostAsync(Drain + "?wait_s=30");
        Assert.Equal(200, (await _admin.PostAsync("/admin/workers/resume?url=" + AdminFixture.PrefillId)).Status);
        _admin.Time.AdvanceSeconds(1);

        Assert.Contains("it is healthy", (await answer).Error(409, "conflict_error", "interrupted"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_drains_can_be_resumed() => Assert.Equal(
        "http://10.0.0.1:8000 is healthy, not draining",
        (await _admin.PostAsync("/admin/workers/resume?url=" + AdminFixture.PrefillId)).Error(409, "conflict_error", "not_draining"));

    [Fact]
    public async Task A_worker_is_taken_out_once_it_has_drained()
    {
        Worker.Load.Begin(10);
        AdminAnswer answer = await _admin.DeleteAsync("/admin/workers?url=" + AdminFixture.PrefillId + "&drain=true");
        Assert.Equal((202, "draining"), (answer.Status, answer.Worker("state")));
        Assert.Equal(202, (await _admin.DeleteAsync("/admin/workers?url=" + AdminFixture.PrefillId + "&drain=true")).Status);
        Assert.NotNull(_admin.Fleet.Find(AdminFixture.PrefillId));

        Worker.Load.End(10);
        await AdvanceUntilAsync(_gone.Task);

        Assert.Null(_admin.Fleet.Find(AdminFixture.PrefillId));
    }

    [Fact]
    public async Task An_idle_worker_that_is_to_drain_first_goes_without_waiting()
    {
        AdminAnswer answer = await _admin.DeleteAsync("/admin/workers?url=" + AdminFixture.PrefillId + "&drain=true");
        await _gone.Task;

        Assert.Equal(202, answer.Status);
        Assert.Equal(WorkerState.Removed, Worker.State);
    }

    [Fact]
    public async Task Stopping_leaves_what_still_drains()
    {
        Worker.Load.Begin(10);
        await _admin.DeleteAsync("/admin/workers?url=" + AdminFixture.PrefillId + "&drain=true");

        await _admin.DisposeAsync();

        Assert.Same(Worker, _admin.Fleet.Find(AdminFixture.PrefillId));
        Assert.Equal(0, _admin.Time.ArmedCount);
    }

    [Fact]
    public async Task A_worker_changes_its_role_once_it_has_drained()
    {
        Worker.Load.Begin(10);
        Task<AdminAnswer> answer = _admin.PostAsync(Flip + "?role=decode");
        Assert.Equal(WorkerState.Draining, Worker.State);
        Worker.Load.End(10);
        _admin.Time.AdvanceSeconds(1);

        Assert.Equal((200, "decode"), ((await answer).Status, (await answer).Worker("role")));
        Assert.Equal(2, _admin.Fleet.Decode.Workers.Count);
        Assert.Empty(_admin.Fleet.Prefill.Workers);
    }

    [Fact]
    public async Task A_worker_that_does_not_drain_in_time_keeps_its_role_and_works_on()
    {
        Worker.Load.Begin(10);
        Task<AdminAnswer> answer = _admin.PostAsync(Flip + "?role=both&wait_s=5");
        _admin.Time.AdvanceSeconds(5);

        Assert.Equal(
            "http://10.0.0.1:8000 still has 1 requests and 0 pinned hand-offs after 5 s: it keeps its role and gets requests again",
            (await answer).Error(409, "conflict_error", "not_drained"));
        Assert.Equal((WorkerRole.Prefill, WorkerState.Healthy), (Worker.Role, Worker.State));
    }

    [Fact]
    public async Task One_that_was_draining_before_a_flip_in_vain_goes_on_draining()
    {
        Worker.Load.Begin(10);
        _admin.Fleet.TryDrain(Worker.Id);

        AdminAnswer answer = await _admin.PostAsync(Flip + "?role=both&wait_s=0");

        Assert.EndsWith("goes on draining", answer.Error(409, "conflict_error", "not_drained"), StringComparison.Ordinal);
        Assert.Equal(WorkerState.Draining, Worker.State);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_the_worker_as_it_was()
    {
        Worker.Load.Begin(10);
        using var client = new CancellationTokenSource();
        Task<AdminAnswer> answer = _admin.SendAsync("POST", Flip + "?role=decode", aborted: client.Token);
        await client.CancelAsync();

        Assert.Equal("", (await answer).Body);
        Assert.Equal(WorkerState.Healthy, Worker.State);
    }

    [Fact]
    public async Task A_role_it_has_already_or_is_unfit_for_is_409_without_draining()
    {
        _admin.Parts = _admin.Parts with { CheckWorker = s => s.Role == WorkerRole.Decode ? ["no engine_id"] : [] };

        Assert.Contains("already", (await _admin.PostAsync(Flip + "?role=prefill")).Error(409, "conflict_error", "same_role"), StringComparison.Ordinal);
        Assert.Equal("no engine_id", (await _admin.PostAsync(Flip + "?role=decode")).Error(409, "conflict_error", "unfit_for_role"));
        Assert.Equal(WorkerState.Healthy, Worker.State);
    }

    // Who waits does so on another thread: time passes until it has looked.
    private async Task AdvanceUntilAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            _admin.Time.AdvanceSeconds(0.05);
            await Task.Yield();
        }

        await done;
    }
}
