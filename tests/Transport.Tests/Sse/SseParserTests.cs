using LoadGen.Transport.Sse;
using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Sse;

public class SseParserTests
{
    /// <summary>Samples and what they mean; every one is also read in every split (see <see cref="Every_split_reads_the_same"/>).</summary>
    public static TheoryData<string, string[]> Samples => new()
    {
        { "", [] },
        { "data: one\n\n", ["|one"] },
        { "data:one\n\ndata:  two\n\n", ["|one", "| two"] },
        { "data: a\r\n\r\ndata: b\r\rdata: c\n\n", ["|a", "|b", "|c"] },
        { "data: a\r\n\ndata: b\n\r\ndata: c\r\n\r", ["|a", "|b", "|c"] },
        { "data: first\ndata: second\ndata:\n\n", ["|first\nsecond\n"] },
        { "data\n\ndata\ndata\n\ndata:", ["|", "|\n"] },
        { "event: add\ndata: 1\n\ndata: 2\n\n", ["add|1", "|2"] },
        { "data: 1\nevent: late\n\n", ["late|1"] },
        { "event: a\nevent: b\ndata: x\n\n", ["b|x"] },
        { "event: lost\n\ndata: x\n\n", ["|x"] },
        { "event: message_delta\r\ndata: {\"a\":1}\r\n\r\n", ["message_delta|{\"a\":1}"] },
        { ": comment\n\n:\n:keep-alive\r\ndata: x\n: inside\ndata: y\n\n", ["|x\ny"] },
        { "\xEF\xBB\xBF" + "data: bom\n\n", ["|bom"] },
        { "\xEF\xBB\xBF\xEF\xBB\xBF" + "data: two boms\n\ndata: x\n\n", ["|x"] },
        { "\xEF\xBB" + "data: half a bom\n\ndata: x\n\n", ["|x"] },
        { "\n\n\n\r\r\n\ndata: x\n\n\n\n", ["|x"] },
        { "unknown: field\nretry: 100\nDATA: no\n data: no\ndata : no\ndata: x\n\n", ["|x"] },
        { "data: with: colons: in it\n\n", ["|with: colons: in it"] },
        { "data:\ttab\n\n", ["|\ttab"] },
        { "data: unfinished\n", [] },
        { "data: x\n\ndata: unfinished", ["|x"] },
        { "data: \xe2\x82\xac \xff\x00\n\n", ["|\xe2\x82\xac \xff\x00"] },
        { "data: [DONE]\n\n", ["|[DONE]"] },
        { "data: a\n\n: 1\n\nevent: e\ndata: b\ndata: c\n\nid: 7\ndata: d\n\n", ["|a", "e|b\nc", "|d"] },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Reads_as_the_specification_says(string stream, string[] events) =>
        Assert.Equal(events, SseRecorder.Read([Wire.Bytes(stream)])[..^2]);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_split_reads_the_same(string stream, string[] events)
    {
        foreach (byte[][] pieces in Splits.Of(Wire.Bytes(stream)))
        {
            List<string> read = SseRecorder.Read(pieces)[..^2];
            Assert.True(events.SequenceEqual(read), $"{Wire.Hex(pieces)} read as {string.Join(" ; ", read)}");
        }
    }

    [Fact]
    public void The_last_id_holds_from_event_to_event_and_is_set_at_the_empty_line()
    {
        var parser = new SseParser();
        var recorder = new SseRecorder();
        Read("id: 1\ndata: a\n");
        Assert.Equal("", Wire.Text(parser.LastEventId));
        Read("\n");
        Assert.Equal("1", Wire.Text(parser.LastEventId));
        Read("data: b\n\nid: has\0nul\n\n");
        Assert.Equal("1", Wire.Text(parser.LastEventId));
        Read("id: 2\n\n");
        Assert.Equal("2", Wire.Text(parser.LastEventId));
        Read("id\ndata: in place\n\n");
        Assert.Equal("", Wire.Text(parser.LastEventId));

        void Read(string text) => Assert.True(parser.Consume(Wire.Bytes(text), ref recorder));
    }

    [Fact]
    public void An_event_is_dispatched_with_its_last_byte_not_with_the_next_read()
    {
        foreach (string end in (string[])["\n\n", "\r\r", "\r\n\r"])
        {
            Assert.Equal(["|x"], SseRecorder.Read([Wire.Bytes("data: x" + end)])[..^2]);
        }
    }

    [Theory]
    [InlineData("data: 12345678\n\ndata: 123456789012345\n\ndata: x\n\n")]
    [InlineData("data: 12345678\n\ndata: 1234567\ndata: 1234567\n\ndata: x\n\n")]
    [InlineData("data: 12345678\n\nunknown: 1234567890\n\n")]
    [InlineData("data: 12345678\n\ndata: 12345678901234567890")]
    public void An_event_over_the_limit_ends_the_stream_in_every_split(string stream)
    {
        foreach (byte[][] pieces in Splits.Of(Wire.Bytes(stream)))
        {
            Assert.Equal(["|12345678", "too large", "id="], SseRecorder.Read(pieces, maxEventBytes: 14));
        }
    }

    [Fact]
    public void The_limit_itself_is_allowed_and_comments_have_none()
    {
        foreach (byte[][] pieces in Splits.Of(Wire.Bytes(": a comment of any length\ndata: 12345678\n\n")))
        {
            Assert.Equal(["|12345678", "well", "id="], SseRecorder.Read(pieces, maxEventBytes: 14));
        }
    }

    [Fact]
    public void Reset_makes_it_as_new()
    {
        var parser = new SseParser(16);
        var recorder = new SseRecorder();
        Assert.False(parser.Consume(Wire.Bytes("id: 3\n\nevent: e\ndata: far too much for the limit"), ref recorder));
        Assert.False(parser.Consume("data: x\n\n"u8, ref recorder));
        parser.Reset();
        Assert.True(parser.Consume((byte[])[0xef, 0xbb, 0xbf], ref recorder));
        Assert.True(parser.Consume("data: x\n\n"u8, ref recorder));
        Assert.Equal("|x", Assert.Single(recorder.Events));
        Assert.True(parser.LastEventId.IsEmpty);
    }

    [Fact]
    public void A_large_event_in_small_reads_arrives_whole()
    {
        string data = new('x', 300_000);
        byte[] stream = Wire.Bytes($"data: {data}\n\n");
        byte[][] pieces = [.. stream.Chunk(4_096)];
        Assert.Equal([$"|{data}", "well", "id="], SseRecorder.Read(pieces));
    }
}
