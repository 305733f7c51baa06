using LoadGen.Transport.Loops;
using LoadGen.Transport.Timing;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>How a loop ends.</summary>
public class LoopEndTests
{
    [Fact]
    public async Task Dispose_from_another_thread_ends_the_thread_after_what_was_posted()
    {
        EventLoop loop = Start();
        Thread thread = await ThreadOfAsync(loop);
        int ran = 0;
        for (int i = 0; i < 100; i++)
        {
            loop.Post(() => ran++);
        }

        loop.Dispose();
        Assert.False(thread.IsAlive);
        Assert.Equal(100, ran);
    }

    [Fact]
    public async Task Dispose_on_the_loop_ends_the_thread_when_the_work_returns()
    {
        EventLoop loop = Start();
        Thread thread = await ThreadOfAsync(loop);
        bool wentOn = false;
        loop.Post(() =>
        {
            loop.Dispose();
            wentOn = thread.IsAlive;
        });
        thread.Join();
        Assert.True(wentOn);
    }

    [Fact]
    public void A_loop_that_has_ended_ignores_posts_and_a_second_Dispose()
    {
        EventLoop loop = Start();
        loop.Dispose();
        bool ran = false;
        loop.Post(() => ran = true);
        loop.Dispose();
        Assert.False(ran);
    }

    // The window between a look at the loop and its wake is a few instructions wide, so many ends are watched.
    [Fact]
    public void Posts_that_race_with_the_end_never_throw()
    {
        for (int i = 0; i < 100; i++)
        {
            EventLoop loop = Start();
            Exception? failure = null;
            var poster = new Thread(() => failure = Record.Exception(() =>
            {
                for (int post = 0; post < 1_000; post++)
                {
                    loop.Post(() => { });
                }
            }));
            poster.Start();
            loop.Dispose();
            poster.Join();
            Assert.Null(failure);
        }
    }

    private static EventLoop Start() => EventLoop.Start(3, LoopOptions.Default, MonotonicClock.Instance);

    private static async Task<Thread> ThreadOfAsync(EventLoop loop)
    {
        Thread? thread = null;
        await loop.RunAsync(() =>
        {
            thread = Thread.CurrentThread;
            return Task.CompletedTask;
        });
        Assert.Equal("loop 3", thread!.Name);
        return thread;
    }
}
