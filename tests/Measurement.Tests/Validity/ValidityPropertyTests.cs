using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Validity;

namespace LoadGen.Measurement.Tests.Validity;

public class ValidityPropertyTests
{
    private static readonly Arbitrary<Case> s_cases =
        (from delayUs in Gen.Choose(1, 20_000)
         from lagUs in Gen.Choose(1, 20_000)
         from knowsKernel in Gen.Elements(true, false)
         from cpu in Gen.Choose(0, 100)
         from queue in Gen.Choose(0, 100)
         from dropped in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Choose(1, 5)))
         from itlUs in Gen.Choose(1, 200_000)
         from ttftUs in Gen.Choose(1, 2_000_000)
         from late in Gen.Choose(0, 20)
         from missed in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Choose(1, 5)))
         select new Case(delayUs, lagUs, knowsKernel, cpu / 100.0, queue / 100.0, dropped, itlUs / 1000.0, ttftUs / 1000.0, late, missed)).ToArbitrary();

    // Each makes one figure worse by a factor or a count.
    private static readonly Func<Case, int, Case>[] s_worsenings =
    [
        (c, by) => c with { DelayUs = c.DelayUs * by },
        (c, by) => c with { LagUs = c.LagUs * by },
        (c, by) => c with { Cpu = c.Cpu * by },
        (c, by) => c with { Queue = c.Queue + (by / 10.0) },
        (c, by) => c with { Dropped = c.Dropped + by },
        (c, by) => c with { ItlMs = c.ItlMs / by },
        (c, by) => c with { TtftMs = c.TtftMs / by },
        (c, by) => c with { Late = c.Late + by },
        (c, by) => c with { Missed = c.Missed + by },
    ];

    private static readonly Arbitrary<(int Factor, Func<Case, int, Case> Worsen)> s_worse =
        (from factor in Gen.Choose(1, 10)
         from worsen in Gen.Elements(s_worsenings)
         select (factor, worsen)).ToArbitrary();

    [Fact]
    public void Worsening_a_figure_never_mends_a_verdict() => Prop.ForAll(s_cases, s_worse, (c, worse) =>
        Assert.True(Count(c) <= Count(worse.Worsen(c, worse.Factor)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Raising_a_bound_never_breaks_a_verdict() => Prop.ForAll(s_cases, Gen.Choose(1, 20).ToArbitrary(), (c, by) =>
    {
        ValidityBounds bounds = ValidityBounds.Default;
        ValidityBounds[] wider =
        [
            bounds with { ObserverItlShare = bounds.ObserverItlShare * by },
            bounds with { ObserverTtftShare = bounds.ObserverTtftShare * by },
            bounds with { CpuShare = bounds.CpuShare * by },
            bounds with { RunQueueShare = bounds.RunQueueShare * by },
        ];
        Assert.All(wider, w => Assert.True(c.Judge(w).Reasons.Count <= c.Judge(bounds).Reasons.Count));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_verdict_is_valid_exactly_when_it_has_no_reason() => Prop.ForAll(s_cases, c =>
    {
        ValidityInfo validity = c.Judge(ValidityBounds.Default);
        Assert.Equal(validity.Valid, validity.Reasons.Count == 0);
        Assert.Equal(validity.Reasons.Distinct(), validity.Reasons);
    }).QuickCheckThrowOnFailure();

    private static int Count(Case c) => c.Judge(ValidityBounds.Default).Reasons.Count;

    private sealed record Case(
        long DelayUs, long LagUs, bool KnowsKernel, double Cpu, double Queue, int Dropped, double ItlMs, double TtftMs, int Late, int Missed)
    {
        public ValidityInfo Judge(ValidityBounds bounds) => Observed.Judge(
            Observed.Healthy with
            {
                DelayNs = KnowsKernel ? Observed.Ns(DelayUs * 1000) : Observed.Empty(),
                LagNs = Observed.Ns(LagUs * 1000),
                CpuShare = Cpu,
                RunQueueShare = Queue,
                Dropped = Dropped,
            },
            new MedianLatencies(TtftMs, ItlMs, ItlMs, TtftMs * 10),
            new ArrivalCounts(1000 + Missed, 1000, Late, Missed),
            bounds);
    }
}
