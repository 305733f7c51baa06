using System.Buffers;
using System.Text;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Tests.Support;

namespace LoadGen.Measurement.Tests.Results;

public class LineFileTests
{
    [Fact]
    public void Lines_gather_until_they_are_flushed()
    {
        var stream = new FillingStream(long.MaxValue);
        using var file = new LineFile(stream);
        Line(file, "one");
        Line(file, "two");
        Assert.Equal((2, 0, 0), (file.Lines, file.LinesWritten, stream.Length));

        file.Flush();
        file.Flush();
        Assert.Equal((2, 2, "one\ntwo\n"), (file.Lines, file.LinesWritten, Text(stream)));
    }

    [Fact]
    public void Much_is_written_without_being_asked()
    {
        var stream = new FillingStream(long.MaxValue);
        using var file = new LineFile(stream);
        Line(file, new string('x', 40_000));
        Assert.Equal(0, stream.Length);

        Line(file, new string('y', 40_000));
        Assert.Equal((2, 80_002), (file.LinesWritten, stream.Length));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(11)]
    public void A_full_disk_cuts_the_file_back_to_whole_lines_and_is_told_once(long room)
    {
        var stream = new FillingStream(room);
        using var file = new LineFile(stream);
        Line(file, "first");
        file.Flush();
        Line(file, "second");
        Assert.Throws<IOException>(file.Flush);

        Assert.Equal(("first\n", true, 1, 2), (Text(stream), file.HasFailed, file.LinesWritten, file.Lines));
        Line(file, "third");
        file.Flush();
        Assert.Equal(("first\n", 1, 1), (Text(stream), file.LinesWritten, stream.Failures));
    }

    [Fact]
    public void It_owns_its_stream()
    {
        var stream = new FillingStream(10);
        new LineFile(stream).Dispose();
        Assert.True(stream.IsDisposed);
    }

    private static void Line(LineFile file, string text)
    {
        file.Output.Write(Encoding.UTF8.GetBytes(text));
        file.EndLine();
    }

    private static string Text(FillingStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}
