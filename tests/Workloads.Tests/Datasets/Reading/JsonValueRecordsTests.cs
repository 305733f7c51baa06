using System.Text;
using LoadGen.Workloads.Datasets.Reading;

namespace LoadGen.Workloads.Tests.Datasets.Reading;

public class JsonValueRecordsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Values_are_the_same_however_the_stream_hands_them_out(int bytesAtATime)
    {
        const string First = """{"a": "]}\"\\", "b": [1, {"c": "\\\\\""}]}""";
        const string Array = "\uFEFF [\n" + First + " ,\r\n{},7 , \"x, ]\",\n[1,[2]], null ]\n";
        Assert.Equal([(2, First), (3, "{}"), (3, "7"), (3, "\"x, ]\""), (4, "[1,[2]]"), (4, "null")], Values(Array, bytesAtATime, out string? problem));
        Assert.Null(problem);
        Assert.Equal([(1, "{\"a\":\n1}"), (2, "{}"), (3, "{}")], Values("{\"a\":\n1} {}\n{}", bytesAtATime, out problem));
        Assert.Null(problem);
        Assert.Empty(Values("[]", bytesAtATime, out problem));
        Assert.Empty(Values("", bytesAtATime, out problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("[{}", "the file ends inside the array")]
    [InlineData("[{\"a\": 1", "the file ends inside a record")]
    [InlineData("{\"a\": \"x", "the file ends inside a record")]
    [InlineData("[{} {}]", "two values of the array with no comma between them")]
    [InlineData("[{}] {}", "something follows the array")]
    public void What_is_no_array_ends_the_reading(string text, string expected)
    {
        Values(text, 1000, out string? problem);
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_longer_than_the_buffer_are_whole()
    {
        string large = "{\"a\":\"" + new string('x', 300_000) + "\"}";
        Assert.Equal([(1, large), (2, "{}")], Values($"[{large},\n{{}}]", 7777, out _));
    }

    [Fact]
    public void Offsets_lead_to_the_values()
    {
        byte[] text = Encoding.UTF8.GetBytes("\uFEFF[ {\"a\":1},\n  {\"b\":\"é\"} ]");
        using var records = new JsonValueRecords(new MemoryStream(text));
        string? problem = null;
        while (records.TryRead(out ReadOnlySpan<byte> record, ref problem))
        {
            Assert.True(text.AsSpan((int)records.Offset).StartsWith(record));
        }

        Assert.Null(problem);
    }

    private static List<(long, string)> Values(string text, int bytesAtATime, out string? problem)
    {
        using var records = new JsonValueRecords(new Dribble(Encoding.UTF8.GetBytes(text), bytesAtATime));
        var values = new List<(long, string)>();
        problem = null;
        while (records.TryRead(out ReadOnlySpan<byte> record, ref problem))
        {
            values.Add((records.Line, Encoding.UTF8.GetString(record)));
        }

        return values;
    }
}
