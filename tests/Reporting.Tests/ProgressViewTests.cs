using LoadGen.Measurement.Recording;

namespace LoadGen.Reporting.Tests;

public sealed class ProgressViewTests : IDisposable
{
    private const string Clear = "\r\u001b[2K";

    private readonly StringWriter _output = new() { NewLine = "\n" };

    private static BenchSnapshot Snapshot { get; } = new()
    {
        ElapsedS = 10,
        Done = 1500,
        Failed = 3,
        Active = 64,
        Planned = 6000,
        TokensPerS = 12_345.6,
        TtftP50Ms = 45.678,
        TtftP99Ms = 234.56,
        ItlP50Ms = 9.876,
        ItlP99Ms = 1500.4,
    };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_line_has_everything_a_watcher_wants() => Assert.Equal(
        "1,500/6,000 done, 64 active, 3 failed | 12,346 tok/s | TTFT p50 45.68 p99 234.6 ms | ITL p50 9.88 p99 1,500 ms | 0:30 left",
        ProgressView.Line(Snapshot));

    [Fact]
    public void What_is_not_known_yet_is_a_dash_or_left_out() => Assert.Equal(
        "0 done, 2 active, 0 failed | 0 tok/s | TTFT p50 - p99 - ms | ITL p50 - p99 - ms",
        ProgressView.Line(new BenchSnapshot { Active = 2 }));

    [Theory]
    [InlineData(10, "0:10 left")]
    [InlineData(9.2, "0:10 left")]
    [InlineData(90, "1:30 left")]
    [InlineData(59.5, "1:00 left")]
    [InlineData(3725, "1:02:05 left")]
    [InlineData(100_000, "27:46:40 left")]
    public void The_time_left_is_a_clock(double leftS, string shown) =>
        Assert.EndsWith(" | " + shown, ProgressView.Line(new BenchSnapshot { PlannedS = leftS }), StringComparison.Ordinal);

    [Fact]
    public void A_warmup_is_called_one() =>
        Assert.StartsWith("warm-up 1,500/6,000 done", ProgressView.Line(Snapshot with { IsWarmup = true }), StringComparison.Ordinal);

    [Fact]
    public void Plain_output_has_a_line_every_ten_seconds()
    {
        var view = Plain();
        for (int second = 1; second <= 35; second++)
        {
            view.OnInterval(Snapshot with { ElapsedS = second, Done = second, Planned = null });
        }

        Assert.Equal(["1 done", "11 done", "21 done", "31 done"], Lines().Select(l => l.Split(',')[0]));
        Assert.DoesNotContain('\u001b', _output.ToString());
    }

    [Fact]
    public void Plain_output_begins_anew_with_the_measurement()
    {
        var view = Plain();
        view.OnInterval(Snapshot with { IsWarmup = true, ElapsedS = 1 });
        view.OnInterval(Snapshot with { IsWarmup = true, ElapsedS = 2 });
        view.OnInterval(Snapshot with { ElapsedS = 1 });
        view.OnInterval(Snapshot with { ElapsedS = 2 });

        Assert.Equal([true, false], Lines().Select(l => l.StartsWith("warm-up", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_terminal_has_one_line_that_is_cleared_and_written_again()
    {
        var view = new ProgressView(_output, isTerminal: true, () => 500);
        view.OnInterval(Snapshot);
        view.OnInterval(Snapshot with { Done = 1501 });

        string line = ProgressView.Line(Snapshot);
        Assert.Equal(Clear + line + Clear + ProgressView.Line(Snapshot with { Done = 1501 }), _output.ToString());
    }

    [Theory]
    [InlineData(80, 79)]
    [InlineData(40, 39)]
    [InlineData(0, 20)]
    public void A_line_never_reaches_the_terminals_edge(int width, int length)
    {
        new ProgressView(_output, isTerminal: true, () => width).OnInterval(Snapshot);
        Assert.Equal(Clear + ProgressView.Line(Snapshot)[..length], _output.ToString());
    }

    [Fact]
    public void Closing_leaves_an_empty_line_once_and_only_where_there_was_one()
    {
        var view = new ProgressView(_output, isTerminal: true, () => 80);
        view.Close();
        Assert.Equal("", _output.ToString());

        view.OnInterval(Snapshot);
        _output.GetStringBuilder().Clear();
        view.Close();
        view.Close();
        Assert.Equal(Clear, _output.ToString());
    }

    [Fact]
    public void Closing_plain_output_adds_nothing()
    {
        ProgressView view = Plain();
        view.OnInterval(Snapshot);
        string before = _output.ToString();
        view.Close();
        Assert.Equal(before, _output.ToString());
    }

    private ProgressView Plain() => new(_output, isTerminal: false, () => throw new InvalidOperationException("no terminal, no width"));

    private string[] Lines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
