using LoadGen.Measurement.Results;
using LoadGen.Measurement.Validity;
using LoadGen.Reporting.Tests.Support;

namespace LoadGen.Reporting.Tests;

public class ValidityLinesTests
{
    [Fact]
    public void A_valid_result_ends_with_what_was_observed_and_the_verdict() => Assert.EndsWith(
        "\nObserver: kernel clock, io_uring, 2 loops; delay p50 20.00 p99 150.0 µs; 2.25 µs CPU a token; busiest loop 41.5% of its time, kept waiting 1.3%\n"
        + "Valid: the client's own part in these figures is within its bounds\n",
        Print(Documents.Result),
        StringComparison.Ordinal);

    [Fact]
    public void Without_the_kernels_times_the_lag_is_shown() => Assert.Contains(
        "Observer: user clock, sockets, 1 loop; loop lag p50 50.00 p99 90.00 µs; - µs CPU a token; busiest loop - of its time",
        Print(Documents.Result with
        {
            Observer = Documents.Result.Observer! with
            {
                Clock = "user",
                Transport = "sockets",
                Loops = 1,
                DelayUs = new DelayInfo(null, null, null, null, 0),
                CpuPerTokenUs = null,
                CpuShare = null,
            },
        }),
        StringComparison.Ordinal);

    [Fact]
    public void Every_reason_of_an_invalid_result_has_its_line()
    {
        string table = Print(Documents.Result with { Validity = new ValidityInfo(false, ["too late: start earlier", "too slow"], ValidityBounds.Default) });

        Assert.EndsWith("\nINVALID: too late: start earlier\nINVALID: too slow\n", table, StringComparison.Ordinal);
        Assert.DoesNotContain("Valid:", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrivals_are_counted_where_there_was_a_schedule()
    {
        Assert.DoesNotContain("Arrivals:", Print(Documents.Result), StringComparison.Ordinal);
        string table = Print(Documents.Result with { Schedule = Documents.Result.Schedule with { Arrivals = new ArrivalCounts(5000, 4990, 25, 10) } });
        Assert.Contains("\nArrivals: 5,000 due, 4,990 sent, 25 of them late, 10 missed\n", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_observed_leaves_no_line() =>
        Assert.DoesNotContain("Observer:", Print(Documents.Result with { Observer = null }), StringComparison.Ordinal);

    private static string Print(ResultDocument document) => Documents.Print(output => ResultTable.Write(document, output));
}
