using System.Text.Json;
using LoadGen.Histograms;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Recording;

public sealed class RunLogsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_log_has_one_line_an_interval_with_the_values_of_that_interval()
    {
        using RunFolder folder = RunFolder.Open(_folder.Path, overwrite: false);
        using (var logs = new RunLogs(folder, ResultFixtures.StartedAt))
        {
            logs.Ttft.TryRecord(7 * Given.Ms);
            logs.Itl.TryRecord(1 * Given.Ms);
            logs.Itl.TryRecord(2 * Given.Ms);
            Add(logs, Given.Completed([100, 150, 200]));
            logs.EndInterval(0, 1);
            logs.EndInterval(1, 1);
            Add(logs, Given.Completed([100]));
            Add(logs, Given.Request().Heard(5, 9).Ended(Outcome.Truncated, 9));
            logs.EndInterval(2, 0.25);
        }

        Assert.Equal([1, 0, 0], Counts("ttft"));
        Assert.Equal([2, 0, 0], Counts("itl"));
        Assert.Equal([1, 0, 0], Counts("tpot"));
        Assert.Equal([1, 0, 1], Counts("e2e"));
        HistogramLogInterval last = Read("e2e")[^1];
        Assert.Equal(ResultFixtures.StartedAt.ToUnixTimeSeconds() + 2, last.StartSeconds, 3);
        Assert.Equal(0.25, last.LengthSeconds, 3);
        Assert.Equal(200.0 * Given.Ms, Read("e2e")[0].Histogram.ValueAtPercentile(50), 200.0 * Given.Ms / 1000);
        Assert.Equal(50 * Given.Ms, Read("tpot")[0].Histogram.ValueAtPercentile(50), 50.0 * Given.Ms / 1000);
    }

    [Fact]
    public void Every_finished_request_has_its_line_whatever_became_of_it()
    {
        using RunFolder folder = RunFolder.Open(_folder.Path, overwrite: false);
        using var logs = new RunLogs(folder, ResultFixtures.StartedAt);
        Add(logs, Given.Completed([10], index: 3));
        Add(logs, Given.Failed(Outcome.Refused, "no", index: 1));
        Assert.Equal(0, logs.RecordsWritten);
        logs.EndInterval(0, 1);

        Assert.Equal(2, logs.RecordsWritten);
        Assert.Equal([3, 1], File.ReadLines(_folder.Of("records.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("index").GetInt32()));
    }

    [Fact]
    public void A_full_disk_leaves_whole_intervals_in_every_log()
    {
        var files = new Dictionary<string, FillingStream>();
        using var logs = new RunLogs(name => files[name] = new FillingStream(room: 700), ResultFixtures.StartedAt);
        int intervals = 0;
        Assert.Throws<IOException>(() =>
        {
            for (; intervals < 100; intervals++)
            {
                logs.Ttft.TryRecord(intervals * Given.Ms);
                logs.EndInterval(intervals, 1);
            }
        });

        string log = System.Text.Encoding.UTF8.GetString(files["ttft.hlog"].ToArray());
        Assert.InRange(intervals, 1, 99);
        Assert.EndsWith("\n", log, StringComparison.Ordinal);
        using var text = new StringReader(log);
        Assert.Equal(intervals, new HistogramLogReader(text, "ttft").Read().Sum(i => i.Histogram.TotalCount));
    }

    private static void Add(RunLogs logs, RequestTimeline timeline) => logs.Add(timeline, timeline.Figures(), Given.IntendedNs, default);

    private long[] Counts(string name) => [.. Read(name).Select(i => i.Histogram.TotalCount)];

    private List<HistogramLogInterval> Read(string name)
    {
        using var text = new StreamReader(_folder.Of(name + ".hlog"));
        return [.. new HistogramLogReader(text, name).Read()];
    }
}
