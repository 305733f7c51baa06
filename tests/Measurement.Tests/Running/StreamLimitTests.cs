using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Running;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Tests.Running;

public class StreamLimitTests
{
    private static readonly Arbitrary<int> s_limits = Gen.Choose(1, 5).ToArbitrary();

    private static readonly Arbitrary<Step[]> s_steps =
        Gen.Frequency((6, Gen.Constant(Step.Enter)), (5, Gen.Constant(Step.HandOver)), (1, Gen.Constant(Step.Clear))).ArrayOf().ToArbitrary();

    private enum Step
    {
        Enter,
        HandOver,
        Clear,
    }

    [Fact]
    public void It_behaves_as_a_count_and_a_queue() => Prop.ForAll(s_limits, s_steps, (most, steps) =>
    {
        var limit = new StreamLimit(most);
        var waiting = new Queue<int>();
        int active = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            switch (steps[i])
            {
                case Step.Enter:
                    bool entered = limit.TryEnter(null!, Arrival(i));
                    Assert.Equal(active < most, entered);
                    active += entered ? 1 : 0;
                    if (!entered)
                    {
                        waiting.Enqueue(i);
                    }

                    break;

                // Only who has a stream can hand it over.
                case Step.HandOver when active > 0:
                    bool handed = limit.TryHandOver(out WaitingArrival next);
                    Assert.Equal(waiting.TryDequeue(out int first), handed);
                    Assert.Equal(handed ? Arrival(first) : default, next.Arrival);
                    active -= handed ? 0 : 1;
                    break;

                case Step.Clear:
                    Assert.Equal(waiting.Count, limit.Clear());
                    waiting.Clear();
                    break;
            }

            Assert.InRange(active, 0, most);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whoever_is_sent_away_is_not_handed_a_stream_and_the_streams_stay_taken()
    {
        var limit = new StreamLimit(1);
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(i => limit.TryEnter(null!, Arrival(i))));

        Assert.Equal((2, 0), (limit.Clear(), limit.Clear()));
        Assert.False(limit.TryEnter(null!, Arrival(3)));
        Assert.True(limit.TryHandOver(out WaitingArrival next));
        Assert.Equal(Arrival(3), next.Arrival);
        Assert.False(limit.TryHandOver(out _));
        Assert.True(limit.TryEnter(null!, Arrival(4)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Many_threads_never_hold_more_and_lose_nobody(int most)
    {
        const int Threads = 4;
        const int Each = 5_000;
        var limit = new StreamLimit(most);
        var served = new ConcurrentBag<int>();
        int active = 0;
        int exceeded = 0;
        Parallel.For(0, Threads, thread =>
        {
            for (int i = 0; i < Each; i++)
            {
                Arrival mine = Arrival((thread * Each) + i);
                bool serving = limit.TryEnter(null!, mine);
                while (serving)
                {
                    exceeded += Interlocked.Increment(ref active) > most ? 1 : 0;
                    served.Add(mine.Item.Index);
                    Interlocked.Decrement(ref active);
                    serving = limit.TryHandOver(out WaitingArrival next);
                    mine = next.Arrival;
                }
            }
        });

        Assert.Equal((0, 0), (exceeded, limit.Clear()));
        Assert.Equal(Enumerable.Range(0, Threads * Each), served.Order());
    }

    private static Arrival Arrival(int index) => new(new WorkItem(index, 4, 3), index * 1_000, null);
}
