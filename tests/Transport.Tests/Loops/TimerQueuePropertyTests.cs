using FsCheck;
using FsCheck.Fluent;
using LoadGen.Transport.Loops;

namespace LoadGen.Transport.Tests.Loops;

/// <summary>The queue of timers against the plainest model: for each timer, when it is due.</summary>
public class TimerQueuePropertyTests
{
    private const int Timers = 6;
    private const int Longest = 20;

    [Fact]
    public void Any_sequence_of_sets_clears_and_runs_fires_what_the_model_fires()
    {
        Gen<Step> steps =
            from kind in Gen.Frequency((5, Gen.Constant(Kind.Set)), (1, Gen.Constant(Kind.Clear)), (2, Gen.Constant(Kind.Run)))
            from timer in Gen.Choose(0, Timers - 1)
            from ahead in Gen.Choose(-2, Longest)
            select new Step(kind, timer, ahead);
        Prop.ForAll(steps.ListOf().ToArbitrary(), list => Check([.. list])).QuickCheckThrowOnFailure();
    }

    private static void Check(Step[] steps)
    {
        var queue = new TimerQueue();
        var fired = new List<int>();
        LoopTimer[] timers = [.. Enumerable.Range(0, Timers).Select(i => new LoopTimer(queue, _ => fired.Add(i), isPrecise: false))];
        var model = new Dictionary<int, long>();
        long nowNs = 0;
        foreach (Step step in steps)
        {
            switch (step.Kind)
            {
                case Kind.Set:
                    model[step.Timer] = nowNs + step.AheadNs;
                    timers[step.Timer].Set(nowNs + step.AheadNs);
                    break;
                case Kind.Clear:
                    model.Remove(step.Timer);
                    timers[step.Timer].Clear();
                    break;
                default:
                    nowNs += Math.Max(0, step.AheadNs);
                    AssertFires(queue, nowNs, fired, model);
                    break;
            }

            Assert.True(queue.NextNs <= model.Values.DefaultIfEmpty(long.MaxValue).Min());
        }

        AssertFires(queue, nowNs + Longest, fired, model);
        Assert.Empty(model);
        Assert.Equal(long.MaxValue, queue.NextNs);
    }

    private static void AssertFires(TimerQueue queue, long nowNs, List<int> fired, Dictionary<int, long> model)
    {
        fired.Clear();
        while (queue.NextNs <= nowNs)
        {
            queue.Run(nowNs);
        }

        int[] due = [.. model.Where(pair => pair.Value <= nowNs).Select(pair => pair.Key)];
        Assert.Equal(due.Order(), fired.Order());

        // Timers of one time may run in any order.
        long[] times = [.. fired.Select(timer => model[timer])];
        Assert.Equal(times.Order(), times);
        Array.ForEach(due, timer => model.Remove(timer));
    }

    private enum Kind
    {
        Set,
        Clear,
        Run,
    }

    private sealed record Step(Kind Kind, int Timer, int AheadNs);
}
