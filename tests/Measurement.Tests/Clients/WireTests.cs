using FsCheck;
using FsCheck.Fluent;
using LoadGen.Measurement.Clients;
using LoadGen.Measurement.Clients.Wire;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Tests.Clients;

public class WireTests
{
    private static readonly long[] s_edges = [0, 1, -1, 63, 64, -64, -65, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];

    [Fact]
    public void Numbers_come_back_as_they_were() => Prop.ForAll(
        Gen.Choose(int.MinValue, int.MaxValue).Select(n => (long)n * n * (n % 3)).ArrayOf(20).ToArbitrary(),
        numbers =>
        {
            var to = new WireWriter();
            foreach (long number in numbers.Concat(s_edges))
            {
                to.Signed(number);
                to.Unsigned((ulong)number);
                to.Double(number / 3.0);
            }

            var from = new WireReader(to.Written);
            foreach (long number in numbers.Concat(s_edges))
            {
                Assert.Equal(number, from.Signed());
                Assert.Equal((ulong)number, from.Unsigned());
                Assert.Equal(number / 3.0, from.Double());
            }

            Assert.True(from.IsAtEnd);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("µs − 日本語 \ud83d\ude00")]
    public void Texts_come_back_as_they_were(string? text)
    {
        var to = new WireWriter();
        to.Text(text);
        Assert.Equal(text, new WireReader(to.Written).Text());
    }

    [Fact]
    public void A_request_comes_back_whole() => Prop.ForAll(Requests.Arbitrary, Gen.Choose(-1_000_000, 1_000_000).ToArbitrary(), (t, shiftNs) =>
    {
        RequestTimeline back = Back(t, shiftNs);

        Assert.Equal((t.Item, t.Outcome, t.Error, t.Status, t.Finish, t.Usage), (back.Item, back.Outcome, back.Error, back.Status, back.Finish, back.Usage));
        Assert.Equal((t.Session is { } s ? s with { StartNs = s.StartNs + shiftNs } : null, t.SessionEnd, t.CountedTokens), (back.Session, back.SessionEnd, back.CountedTokens));
        Assert.Equal((t.Retries, t.RetryWaitNs), (back.Retries, back.RetryWaitNs));
        Assert.Equal(t.Notices?.Select(n => n with { Readings = [] }), back.Notices?.Select(n => n with { Readings = [] }));
        Assert.Equal(t.Notices?.SelectMany(n => n.Readings), back.Notices?.SelectMany(n => n.Readings));
        Assert.Equal((t.DialNs, t.ProxyNs, t.TlsNs), (back.DialNs, back.ProxyNs, back.TlsNs));
        Assert.Equal((t.SawDone, t.ReusedConnection, t.WasSent, t.WaitNs, t.ConnectNs), (back.SawDone, back.ReusedConnection, back.WasSent, back.WaitNs, back.ConnectNs));
        long[] instants = [t.IntendedNs, t.SendNs, t.HeadNs, t.EndNs, t.FirstChunkNs, t.FirstOutputNs, t.LastChunkNs, t.LastOutputNs, t.FirstContentNs];
        Assert.Equal(
            instants.Select(ns => ns == 0 ? 0 : ns + shiftNs),
            new[] { back.IntendedNs, back.SendNs, back.HeadNs, back.EndNs, back.FirstChunkNs, back.FirstOutputNs, back.LastChunkNs, back.LastOutputNs, back.FirstContentNs });
        Assert.Equal(
            (t.Chunks, t.OutputChunks, t.CoalescedChunks, t.MaxChunksPerRead, t.HasChunkTokens),
            (back.Chunks, back.OutputChunks, back.CoalescedChunks, back.MaxChunksPerRead, back.HasChunkTokens));
        Assert.Equal(Enumerable.Range(0, t.Chunks).Select(i => t.Chunk(i)), Enumerable.Range(0, t.Chunks).Select(i => back.Chunk(i)));
        Assert.Equal(t.Delays.Ns.ToArray(), back.Delays.Ns.ToArray());
        Assert.Equal(Seen(t), Seen(back));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_request_that_is_cut_anywhere_is_refused()
    {
        var to = new WireWriter();
        TimelineWire.Write(to, Given.Completed([10, 20, 20], usage: 5));
        byte[] whole = to.Written.ToArray();

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.Throws<WireException>(() =>
        {
            var from = new WireReader(whole.AsSpan(0, length));
            TimelineWire.Read(ref from, new RequestTimeline(), 0);
        }));
    }

    [Fact]
    public void Bytes_of_a_stranger_are_refused_and_never_believed() => Prop.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(60).ToArbitrary(), bytes =>
    {
        Exception? thrown = Record.Exception(() =>
        {
            var from = new WireReader(bytes);
            ReportWire.Read(ref from);
            from.End();
        });
        Assert.True(thrown is null or WireException, thrown?.ToString());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Events_come_back_on_the_readers_clock()
    {
        LoadEvent[] events = [new(LoadEventKind.Sent, 100, 100), new(LoadEventKind.Planned, 120, 900), new(LoadEventKind.Dry, 130, 130), new(LoadEventKind.Stopped, 140, 140)];
        var to = new WireWriter();
        EventWire.Write(to, events, 150);
        var back = new List<LoadEvent>();
        var from = new WireReader(to.Written);

        Assert.Equal(1150, EventWire.Read(ref from, 1000, back));
        Assert.Equal(events.Select(e => e with { AtNs = e.AtNs + 1000, ValueNs = e.ValueNs + 1000 }), back);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_report_comes_back_whole(bool isFull)
    {
        ClientReport report = Reports.Of(isFull);
        var to = new WireWriter();
        ReportWire.Write(to, report);
        var from = new WireReader(to.Written);
        ClientReport back = ReportWire.Read(ref from);

        Assert.True(from.IsAtEnd);
        Assert.Equal(
            report with { Observer = null, InvalidReasons = [], ConnectionsByAddress = report.ConnectionsByAddress },
            back with { Observer = null, InvalidReasons = [], ConnectionsByAddress = report.ConnectionsByAddress });
        Assert.Equal(report.ConnectionsByAddress, back.ConnectionsByAddress);
        Assert.Equal(report.InvalidReasons, back.InvalidReasons);
        Assert.Equal(report.Observer?.CpuShare, back.Observer?.CpuShare);
        Assert.Equal(report.Observer?.DelayNs.TotalCount, back.Observer?.DelayNs.TotalCount);
        Assert.Equal(report.Observer?.DelayNs.ValueAtPercentile(99), back.Observer?.DelayNs.ValueAtPercentile(99));
    }

    // What was not sent has no time since its send.
    private static (long, long, long) Seen(RequestTimeline t) => (t.Figures().TtftNs, t.SendNs > 0 ? t.Figures().E2eNs : 0, t.Figures().LatenessNs);

    private static RequestTimeline Back(RequestTimeline t, long shiftNs)
    {
        var to = new WireWriter();
        TimelineWire.Write(to, t);
        var from = new WireReader(to.Written);
        var back = new RequestTimeline();
        TimelineWire.Read(ref from, back, shiftNs);
        Assert.True(from.IsAtEnd);
        return back;
    }
}
