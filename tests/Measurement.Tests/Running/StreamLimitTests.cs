using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Running.Preparing;
using LoadGen.Transport.Http;

namespace LoadGen.Measurement.Tests.Running;

public sealed class StreamLimitTests : IDisposable
{
    private static readonly Arbitrary<int> s_limits = Gen.Choose(1, 5).ToArbitrary();

    private static readonly Arbitrary<Step[]> s_steps =
        Gen.Frequency((6, Gen.Constant(Step.Enter)), (5, Gen.Constant(Step.HandOver)), (1, Gen.Constant(Step.Clear))).ArrayOf().ToArbitrary();

    private readonly Preparer _preparer = new(new RequestBuffers(new HttpRequestTemplate("POST", "/", "host", [])));

    private enum Step
    {
        Enter,
        HandOver,
        Clear,
    }

    public void Dispose() => _preparer.Dispose();

    [Fact]
    public void It_behaves_as_a_count_and_a_queue() => Prop.ForAll(s_limits, s_steps, (most, steps) =>
    {
        var limit = new StreamLimit(most);
        var waiting = new Queue<PlannedRequest>();
        int active = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            switch (steps[i])
            {
                case Step.Enter:
                    PlannedRequest request = Request(i);
                    bool entered = limit.TryEnter(null!, request);
                    Assert.Equal(active < most, entered);
                    active += entered ? 1 : 0;
                    if (!entered)
                    {
                        waiting.Enqueue(request);
                    }

                    break;

                // Only who has a stream can hand it over.
                case Step.HandOver when active > 0:
                    bool handed = limit.TryHandOver(out WaitingArrival next);
                    Assert.Equal(waiting.TryDequeue(out PlannedRequest? first), handed);
                    Assert.Same(first, next.Request);
                    active -= handed ? 0 : 1;
                    break;

                case Step.Clear:
                    Assert.Equal(waiting, limit.Clear());
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
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(i => limit.TryEnter(null!, Request(i))));

        Assert.Equal([1, 2], limit.Clear().Select(r => r.Index));
        Assert.Empty(limit.Clear());
        Assert.False(limit.TryEnter(null!, Request(3)));
        Assert.True(limit.TryHandOver(out WaitingArrival next));
        Assert.Equal(3, next.Request!.Index);
        Assert.False(limit.TryHandOver(out _));
        Assert.True(limit.TryEnter(null!, Request(4)));
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
                PlannedRequest mine = Request((thread * Each) + i);
                bool serving = limit.TryEnter(null!, mine);
                while (serving)
                {
                    exceeded += Interlocked.Increment(ref active) > most ? 1 : 0;
                    served.Add(mine.Index);
                    Interlocked.Decrement(ref active);
                    serving = limit.TryHandOver(out WaitingArrival next);
                    mine = next.Request!;
                }
            }
        });

        Assert.Equal((0, 0), (exceeded, limit.Clear().Count));
        Assert.Equal(Enumerable.Range(0, Threads * Each), served.Order());
    }

    // Never written: the limit knows requests, not what they say.
    private PlannedRequest Request(int index)
    {
        var request = new PlannedRequest(_preparer, null!, null!);
        request.Plan(index, index * 1_000);
        return request;
    }
}
