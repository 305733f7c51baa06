using System.Text;
using LoadGen.Transport.Lines;

namespace LoadGen.Transport.Tests.Lines;

public class LineParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("\n\r\na\n\n\nb", "a|b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("a\r", "a")]
    [InlineData("é\n\"\\n\"\n", "é|\"\\n\"")]
    public void Lines_are_the_same_wherever_the_pieces_end(string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i <= bytes.Length; i++)
        {
            Assert.Equal(expected, Read(bytes, i));
        }

        Assert.Equal(expected, Read(bytes, [.. Enumerable.Range(1, bytes.Length)]));
    }

    [Fact]
    public void A_line_that_is_too_long_is_refused_until_the_next_stream()
    {
        var parser = new LineParser(4);
        var lines = new Lines();

        Assert.True(parser.Consume("1234\n12"u8, ref lines));
        Assert.False(parser.Consume("345\n"u8, ref lines));
        parser.Reset();
        Assert.True(parser.Consume("a\n"u8, ref lines));
        Assert.Equal(["1234", "a"], lines.All);
    }

    [Fact]
    public void Whole_and_cut_lines_allocate_nothing()
    {
        var parser = new LineParser();
        var counter = new Counter();
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":1}\n", 100)));

        void ReadAll()
        {
            parser.Consume(bytes.AsSpan(0, 13), ref counter);
            parser.Consume(bytes.AsSpan(13), ref counter);
        }

        ReadAll();
        ReadAll();
        Assert.Equal(0, Allocated.Bytes(ReadAll));
        Assert.Equal(0, counter.Count % 100);
    }

    private static string Read(byte[] bytes, params int[] ends)
    {
        var parser = new LineParser();
        var lines = new Lines();
        int start = 0;
        foreach (int end in (int[])[.. ends, bytes.Length])
        {
            Assert.True(parser.Consume(bytes.AsSpan(start..end), ref lines));
            start = end;
        }

        parser.Complete(ref lines);
        return string.Join('|', lines.All);
    }

    private sealed class Lines : ILineHandler
    {
        public List<string> All { get; } = [];

        public void OnLine(ReadOnlySpan<byte> line) => All.Add(Encoding.UTF8.GetString(line));
    }

    private sealed class Counter : ILineHandler
    {
        public int Count { get; private set; }

        public void OnLine(ReadOnlySpan<byte> line) => Count++;
    }
}
