using LoadGen.Verdicts.Statistics;

namespace LoadGen.Verdicts.Tests.Statistics;

public sealed class LookPlanTests
{
    [Fact]
    public void Looks_grow_by_half_from_the_first()
    {
        var plan = new LookPlan(662, 0.01, isSequential: true);
        int[] looks = [.. Enumerable.Range(1, 4000).Where(n => plan.LookAt(n) > 0)];
        Assert.Equal([662, 993, 1490, 2235, 3353], looks);
        Assert.Equal([1, 2, 3, 4, 5], looks.Select(plan.LookAt));
    }

    [Fact]
    public void From_one_on_every_look_is_a_larger_number()
    {
        var plan = new LookPlan(1, 0.01, isSequential: true);
        Assert.Equal([1, 2, 3, 5, 8, 12], Enumerable.Range(1, 12).Where(n => plan.LookAt(n) > 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(662)]
    [InlineData(993)]
    [InlineData(1_000_000)]
    public void All_looks_together_spend_the_budget_and_the_last_at_least_half(int end)
    {
        var plan = new LookPlan(662, 0.01, isSequential: true);
        double spent = Enumerable.Range(1, end).Select(plan.LookAt).Where(look => look > 0).Sum(plan.BudgetOf);
        double last = plan.BudgetOfLast(end);
        Assert.Equal(0.01, spent + last, 12);
        Assert.True(last >= 0.005);
    }

    [Fact]
    public void A_single_look_has_all_of_it()
    {
        var plan = new LookPlan(662, 0.01, isSequential: false);
        Assert.Equal(0, plan.LookAt(662));
        Assert.Equal(0.01, plan.BudgetOfLast(10_000));
    }

    // The chance that an endpoint which just breaks the promise passes at any look, by the distribution of its overruns from look to look:
    // exact, no simulation.
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(0.999)]
    public void An_endpoint_on_the_bound_passes_no_more_often_than_the_budget(double p)
    {
        double budget = 0.01;
        int floor = EarlyStopping.Floor(p, budget);
        var plan = new LookPlan(floor, budget, isSequential: true);
        int end = floor * 8;
        double passed = SequentialTest.ChanceOfStopping(plan, end, 1 - p, (n, t, chance) => EarlyStopping.Chance(n, t, p) <= chance);
        Assert.InRange(passed, budget / 5, budget);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void An_endpoint_on_the_bound_fails_no_more_often_than_the_budget(double p)
    {
        double budget = 0.01;
        var plan = new LookPlan(20, budget, isSequential: true);
        double failed = SequentialTest.ChanceOfStopping(plan, 5000, 1 - p, (n, t, chance) => Binomial.AtLeast(t, n, 1 - p) <= chance);
        Assert.InRange(failed, budget / 5, budget);
    }

    [Fact]
    public void Looks_that_each_spend_it_all_would_pass_too_often()
    {
        // What the plan is for: the same looks without it.
        var plan = new LookPlan(662, 0.01, isSequential: true);
        double passed = SequentialTest.ChanceOfStopping(plan, 662 * 8, 0.01, (n, t, _) => EarlyStopping.Chance(n, t, 0.99) <= 0.01);
        Assert.True(passed > 0.02, $"{passed}");
    }
}
