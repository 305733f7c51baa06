using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Simulation.Tests;

public class FaultRuleTests
{
    private static readonly Gen<int> Any = Gen.Choose(0, int.MaxValue);

    private static readonly Arbitrary<FaultRule> AnyRule = (
        from kind in Gen.Elements(Enum.GetValues<FaultKind>())
        let range = Fault.ArgumentsOf(kind)
        from argument in range is { } r ? Gen.Choose(r.Min, r.Max) : Gen.Constant(0)
        from every in Gen.Choose(1, int.MaxValue)
        from times in Gen.Choose(0, int.MaxValue)
        select new FaultRule(new Fault(kind, argument), every, times)).ToArbitrary();

    // Texts that are nearly rules, so that both outcomes are tried.
    private static readonly Arbitrary<string> AnyText = (
        from kind in Gen.Elements(Enum.GetValues<FaultKind>())
        from colon in Gen.Elements("", ":", ":x", ": 1", "::1")
        from argument in Gen.OneOf(Any.Select(value => $":{value}"), Gen.Constant(colon), Gen.Choose(-5, 600).Select(value => $":{value}"))
        from every in Gen.Elements("", "@", "@0", "@7", "@x", "@1@2", "#2", "@3#1", "#0", "#x", "#1@2")
        from noise in Gen.Elements("", "", " ", "q")
        select Fault.NameOf(kind) + noise + argument + every).ToArbitrary();

    [Theory]
    [InlineData("status:503@10", FaultKind.Status, 503, 10)]
    [InlineData("status:429", FaultKind.Status, 429, 1)]
    [InlineData("cut:7@2", FaultKind.Cut, 7, 2)]
    [InlineData("cut", FaultKind.Cut, 1, 1)]
    [InlineData("error:0", FaultKind.Error, 0, 1)]
    [InlineData("no-done", FaultKind.NoDone, 0, 1)]
    [InlineData("no-finish@3", FaultKind.NoFinish, 0, 3)]
    [InlineData("short:5", FaultKind.Shortened, 5, 1)]
    [InlineData("stall:2", FaultKind.Stall, 2, 1)]
    [InlineData("html", FaultKind.Html, 0, 1)]
    [InlineData("malformed-chunk", FaultKind.MalformedChunk, 1, 1)]
    [InlineData("malformed-json:3", FaultKind.MalformedJson, 3, 1)]
    [InlineData("huge-header", FaultKind.HugeHeader, 256, 1)]
    [InlineData("reset", FaultKind.Reset, 0, 1)]
    [InlineData("hang@100", FaultKind.Hang, 0, 100)]
    [InlineData("usage-mismatch", FaultKind.UsageMismatch, 1, 1)]
    [InlineData("slow:250@3", FaultKind.Slow, 250, 3)]
    [InlineData("slow", FaultKind.Slow, 1000, 1)]
    [InlineData("refuse@2", FaultKind.Refuse, 0, 2)]
    [InlineData("cut-after-head", FaultKind.CutAfterHead, 0, 1)]
    [InlineData("split-writes", FaultKind.SplitWrites, 0, 1)]
    [InlineData("done-in-content", FaultKind.DoneInContent, 0, 1)]
    [InlineData("early-status:503@4", FaultKind.EarlyStatus, 503, 4)]
    public void Every_kind_is_read_with_its_argument_and_frequency(string text, FaultKind kind, int argument, int every)
    {
        Assert.True(FaultRule.TryParse(text, out FaultRule? rule, out string? error), error);
        Assert.Equal(new FaultRule(new Fault(kind, argument), every), rule);
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", "unknown fault ''")]
    [InlineData("explode", "unknown fault 'explode': use one of status, cut,")]
    [InlineData("status", "fault 'status' needs an argument from 400 to 599")]
    [InlineData("status:200", "use a whole number from 400 to 599")]
    [InlineData("status:", "has the argument ''")]
    [InlineData("early-status", "such as early-status:503")]
    [InlineData("slow:86400001", "use a whole number from 1 to 86400000")]
    [InlineData("refuse:1", "fault 'refuse' takes no argument")]
    [InlineData("cut:-1", "has the argument '-1'")]
    [InlineData("short:0", "use a whole number from 1")]
    [InlineData("no-done:3", "fault 'no-done' takes no argument: write no-done")]
    [InlineData("cut:1@0", "use a whole number from 1, such as status:503@10")]
    [InlineData("cut:1@x", "strikes every 'x' requests")]
    [InlineData("cut:1#0", "use a whole number from 1, such as hang#1")]
    [InlineData("cut:1@2#x", "strikes 'x' times")]
    public void What_cannot_be_read_is_explained(string text, string explanation)
    {
        Assert.False(FaultRule.TryParse(text, out FaultRule? rule, out string? error));
        Assert.Null(rule);
        Assert.Contains(explanation, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void A_rule_written_is_a_rule_read() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
        AnyRule,
        rule => FaultRule.TryParse(rule.ToString(), out FaultRule? read, out _) && read == rule
            && Fault.TryParse(rule.Fault.ToString(), out Fault fault, out _) && fault == rule.Fault));

    [Fact]
    public void Any_text_is_a_rule_or_is_explained_in_one_line() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
        AnyText,
        text => FaultRule.TryParse(text, out FaultRule? rule, out string? error)
            ? error is null && FaultRule.TryParse(rule.ToString(), out FaultRule? again, out _) && again == rule
            : rule is null && error is { Length: > 0 }));

    [Fact]
    public void A_name_stands_for_one_kind() =>
        Assert.Equal(Enum.GetValues<FaultKind>().Length, Enum.GetValues<FaultKind>().Select(Fault.NameOf).Distinct().Count());

    [Fact]
    public void A_rule_strikes_each_multiple_of_its_frequency()
    {
        var rule = new FaultRule(new Fault(FaultKind.NoDone, 0), 3);
        Assert.Equal([3, 6, 9], Enumerable.Range(1, 10).Where(i => rule.Strikes(i)));
    }

    [Fact]
    public void A_rule_with_a_number_of_times_strikes_no_more_often()
    {
        Assert.True(FaultRule.TryParse("no-done@3#2", out FaultRule? rule, out string? error), error);
        Assert.Equal([3, 6], Enumerable.Range(1, 100).Where(i => rule.Strikes(i)));
    }
}
