using LoadGen.Simulation.Serving;

namespace LoadGen.Simulation.Tests.Serving;

public class FaultBookTests
{
    private static readonly FaultRule Third = new(new Fault(FaultKind.Hang, 0), 3);
    private static readonly FaultRule Second = new(new Fault(FaultKind.Reset, 0), 2);

    [Fact]
    public void The_first_rule_that_strikes_wins()
    {
        var book = new FaultBook([Third, Second]);
        FaultKind?[] struck = [.. Enumerable.Range(1, 6).Select(i => book.For(i, i)?.Kind)];
        Assert.Equal([null, FaultKind.Reset, FaultKind.Hang, FaultKind.Reset, null, FaultKind.Hang], struck);
    }

    [Fact]
    public void New_rules_count_from_the_next_request_on()
    {
        var book = new FaultBook([]);
        book.Replace([Third], 7);
        Assert.Equal([null, null, FaultKind.Hang, null], new long[] { 8, 9, 10, 11 }.Select(i => book.For(i, i)?.Kind));
        Assert.Equal([Third], book.Rules);
    }

    [Fact]
    public void A_reset_of_the_statistics_after_that_starts_the_count_anew()
    {
        var book = new FaultBook([]);
        book.Replace([Third], 7);
        Assert.Equal(FaultKind.Hang, book.For(11, 3)?.Kind);
        Assert.Null(book.For(10, 2));
    }

    [Fact]
    public void A_request_that_began_before_the_rules_is_left_alone()
    {
        var book = new FaultBook([]);
        book.Replace([new FaultRule(new Fault(FaultKind.Hang, 0))], 7);
        Assert.Null(book.For(7, 7));
    }
}
