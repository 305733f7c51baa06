using LoadGen.Transport.Loops;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>Where work that is handed to a loop runs, and in what order.</summary>
public class EventLoopTests : LoopTests
{
    private const int Posts = 1_000;

    [Fact]
    public async Task Posts_of_another_thread_run_in_order_on_the_loop()
    {
        var order = new List<int>();
        int elsewhere = 0;
        for (int i = 0; i < Posts; i++)
        {
            int number = i;
            Loop.Post(() =>
            {
                order.Add(number);
                elsewhere += Loop.IsCurrent ? 0 : 1;
            });
        }

        await Loop.SwitchTo();
        Assert.Equal(Enumerable.Range(0, Posts), order);
        Assert.Equal(0, elsewhere);
    }

    [Fact]
    public async Task Posts_of_the_loop_itself_wait_for_their_turn()
    {
        await Loop.SwitchTo();
        var order = new List<string>();
        Loop.Post(() =>
        {
            Loop.Post(() => order.Add("inner"));
            order.Add("outer");
        });
        Loop.Post(() => order.Add("next"));
        Assert.Empty(order);
        await Loop.Yield();
        await Loop.Yield();
        Assert.Equal(["outer", "next", "inner"], order);
    }

    [Fact]
    public async Task Invoke_runs_at_once_on_the_loop_and_soon_from_elsewhere()
    {
        var invoked = new TaskCompletionSource<bool>();
        Loop.Invoke(() => invoked.SetResult(Loop.IsCurrent));
        Assert.True(await invoked.Task);

        await Loop.SwitchTo();
        bool ran = false;
        Loop.Invoke(() => ran = true);
        Assert.True(ran);
    }

    [Fact]
    public async Task The_loop_is_current_on_its_thread_only()
    {
        Assert.Null(EventLoop.Current);
        Assert.False(Loop.IsCurrent);
        await Loop.SwitchTo();
        Assert.Same(Loop, EventLoop.Current);
        Assert.True(Loop.IsCurrent);
    }

    [Fact]
    public async Task What_is_awaited_on_the_loop_resumes_on_the_loop()
    {
        await Loop.SwitchTo();
        Assert.False(await Task.Run(() => Loop.IsCurrent));
        Assert.True(Loop.IsCurrent);
        await Task.Yield();
        Assert.True(Loop.IsCurrent);
    }

    [Fact]
    public async Task SwitchTo_completes_at_once_on_the_loop_and_only_there()
    {
        Assert.False(Loop.SwitchTo().IsCompleted);
        await Loop.SwitchTo();
        bool ran = false;
        Loop.Post(() => ran = true);
        Assert.True(Loop.SwitchTo().IsCompleted);
        await Loop.SwitchTo();
        Assert.False(ran);
    }

    [Fact]
    public async Task Yield_lets_everything_posted_before_it_run_first()
    {
        await Loop.SwitchTo();
        int ran = 0;
        for (int i = 0; i < Posts; i++)
        {
            Loop.Post(() => ran++);
        }

        Assert.False(Loop.Yield().IsCompleted);
        await Loop.Yield();
        Assert.Equal(Posts, ran);
    }

    [Fact]
    public async Task RunAsync_works_on_the_loop_and_resumes_its_awaiter_elsewhere()
    {
        var gate = new TaskCompletionSource();
        var onLoop = new List<bool>();
        Task run = Loop.RunAsync(async () =>
        {
            onLoop.Add(Loop.IsCurrent);
            await gate.Task;
            onLoop.Add(Loop.IsCurrent);
        });

        // The strictest kind of continuation: it would run on the loop's stack if anything did.
        Task<bool> after = run.ContinueWith(_ => Loop.IsCurrent, default, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        gate.SetResult();
        await run;
        Assert.False(Loop.IsCurrent);
        Assert.False(await after);
        Assert.Equal([true, true], onLoop);
    }

    [Fact]
    public async Task RunAsync_carries_what_its_work_throws_before_or_after_it_waits()
    {
        InvalidDataException early = await Assert.ThrowsAsync<InvalidDataException>(() => Loop.RunAsync(() => throw new InvalidDataException("early")));
        Assert.Equal("early", early.Message);
        InvalidDataException late = await Assert.ThrowsAsync<InvalidDataException>(() => Loop.RunAsync(async () =>
        {
            await Loop.Yield();
            throw new InvalidDataException("late");
        }));
        Assert.Equal("late", late.Message);
        Assert.False(Loop.IsCurrent);
    }
}
