namespace LoadGen.Simulation.Tests;

public class FaultRuleTests
{
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
    [InlineData("cut:-1", "has the argument '-1'")]
    [InlineData("short:0", "use a whole number from 1")]
    [InlineData("no-done:3", "fault 'no-done' takes no argument: write no-done")]
    [InlineData("cut:1@0", "use a whole number from 1, such as status:503@10")]
    [InlineData("cut:1@x", "strikes every 'x' requests")]
    public void What_cannot_be_read_is_explained(string text, string explanation)
    {
        Assert.False(FaultRule.TryParse(text, out FaultRule? rule, out string? error));
        Assert.Null(rule);
        Assert.Contains(explanation, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void A_rule_written_is_a_rule_read() => Assert.All(Enum.GetValues<FaultKind>(), kind =>
    {
        int argument = kind is FaultKind.Status ? 500 : Fault.TryParse(Fault.NameOf(kind), out Fault parsed, out _) ? parsed.Argument : 0;
        var rule = new FaultRule(new Fault(kind, argument), 4);
        Assert.True(FaultRule.TryParse(rule.ToString(), out FaultRule? read, out string? error), error);
        Assert.Equal(rule, read);
    });

    [Fact]
    public void A_rule_strikes_each_multiple_of_its_frequency()
    {
        var rule = new FaultRule(new Fault(FaultKind.NoDone, 0), 3);
        Assert.Equal([3, 6, 9], Enumerable.Range(1, 10).Where(i => rule.Strikes(i)));
    }
}
