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

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Offsets_lead_to_the_lines(int bytesAtATime)
    {
        byte[] text = Encoding.UTF8.GetBytes("\uFEFFone\r\n\ntwo\n" + new string('x', 200_000) + "\nlast");
        using var reader = new Utf8LineReader(new Dribble(text, bytesAtATime));
        string? problem = null;
        while (reader.TryRead(out ReadOnlySpan<byte> line, ref problem))
        {
            Assert.True(text.AsSpan((int)reader.LineOffset).StartsWith(line));
        }

        Assert.Equal(5, reader.LineNumber);
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
}
