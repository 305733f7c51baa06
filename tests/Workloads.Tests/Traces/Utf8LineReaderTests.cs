using System.Text;
using LoadGen.Workloads.Traces;

namespace LoadGen.Workloads.Tests.Traces;

public class Utf8LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Lines_are_the_same_however_the_stream_hands_them_out(int bytesAtATime)
    {
        const string Text = "\uFEFFone\r\n\ntwo\r\n\r\nthr\ree\nlast";
        Assert.Equal(["one", "", "two", "", "thr\ree", "last"], Lines(Text, bytesAtATime));
        Assert.Equal(["one", "two"], Lines("one\ntwo\n", bytesAtATime));
        Assert.Empty(Lines("", bytesAtATime));
    }

    [Fact]
    public void Long_lines_are_whole()
    {
        string longLine = new('x', 300_000);
        Assert.Equal(["a", longLine, "b"], Lines($"a\n{longLine}\nb\n", 7777));
    }

    private static List<string> Lines(string text, int bytesAtATime)
    {
        using var reader = new Utf8LineReader(new Dribble(Encoding.UTF8.GetBytes(text), bytesAtATime));
        var lines = new List<string>();
        string? problem = null;
        while (reader.TryRead(out ReadOnlySpan<byte> line, ref problem))
        {
            lines.Add(Encoding.UTF8.GetString(line));
            Assert.Equal(lines.Count, reader.LineNumber);
        }

        Assert.Null(problem);
        return lines;
    }

    private sealed class Dribble(byte[] bytes, int bytesAtATime) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, bytesAtATime));
    }
}
