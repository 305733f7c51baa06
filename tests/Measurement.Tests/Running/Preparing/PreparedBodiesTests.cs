using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Running.Preparing;

/// <summary>What is written ahead is what would be written when it is due.</summary>
public class PreparedBodiesTests
{
    private const int Requests = 40;

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public async Task Every_body_is_sent_once_and_byte_for_byte_as_its_workload_has_it(bool isOpen, int? concurrency)
    {
        await using var server = new ScriptedServer([.. Enumerable.Repeat(ScriptedServer.Stream(ScriptedServer.Token("length"), "[DONE]"), Requests)]);
        BenchOptions options = Bench.Options(server.Url, requests: Requests) with
        {
            Workload = new FixedWorkload(Requests, input: 2_000, output: 1),
            Concurrency = concurrency,
            Loops = 2,
            Arrivals = isOpen ? new ListedArrivals([.. Enumerable.Range(0, Requests).Select(i => i / 8 * 2_000_000L)]) : null,
        };
        BenchResult result = await Bench.RunAsync(options);

        result.AssertAll(Outcome.Completed);
        Assert.Equal(Enumerable.Range(0, Requests).Select(i => Body(options, i)).Order(), server.Seen.Select(BodyOf).Order());
    }

    [Fact]
    public async Task What_waits_for_its_time_is_not_written_on_the_loop_that_sends_it()
    {
        // An hour off: only a writer that does not wait for its time comes to it.
        using var written = new ManualResetEventSlim();
        var threads = new List<string?>();
        var workload = new FixedWorkload(1, onWriting: _ =>
        {
            threads.Add(Thread.CurrentThread.Name);
            written.Set();
        });
        await using var server = new ScriptedServer(ScriptedServer.Stream(ScriptedServer.Token("length"), "[DONE]"));
        BenchOptions options = Bench.Options(server.Url, requests: 1) with { Workload = workload, Concurrency = null, Arrivals = new ListedArrivals(3_600_000_000_000) };
        BenchResult result = await Bench.RunAsync(options, cancelWhen: _ => written.IsSet);

        Assert.Empty(result.Records);
        Assert.Equal(["preparer"], threads);
    }

    [Fact]
    public async Task Who_waits_for_a_stream_has_its_body_written_once()
    {
        var written = new ConcurrentQueue<int>();
        await using var server = new ScriptedServer([.. Enumerable.Repeat(ScriptedServer.Stream(ScriptedServer.Token("length"), "[DONE]"), Requests)]);
        BenchOptions options = Bench.Options(server.Url, requests: Requests) with
        {
            Workload = new FixedWorkload(Requests, onWriting: written.Enqueue), Concurrency = 1, Loops = 2, Arrivals = new ListedArrivals(new long[Requests]),
        };
        BenchResult result = await Bench.RunAsync(options);

        result.AssertAll(Outcome.Completed);
        Assert.Equal(Enumerable.Range(0, Requests), written.Order());
    }

    private static string Body(BenchOptions options, int index)
    {
        var body = new ArrayBufferWriter<byte>();
        PromptBody.Write(body, options, options.Workload, options.Workload[index]);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private static string BodyOf(string request) => request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
}
