using System.Text;
using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Tests.Pairs;

public class EventBoundaryTests
{
    [Theory]
    [InlineData("", "data: a\n\n", 9)]
    [InlineData("", "data: a\n\ndata: b", 9)]
    [InlineData("", "data: a\r\n\r\ndata: b", 11)]
    [InlineData("", "data: a\n\nb: c\r\n\r\nd", 17)]
    [InlineData("", "data: a\n", 0)]
    [InlineData("", "data: a", 0)]
    [InlineData("data: a\n", "\ndata: b", 1)]
    [InlineData("data: a\r\n\r", "\ndata: b", 1)]
    [InlineData("data: a\r\n", "\r\ndata: b", 2)]
    [InlineData("data: a", "\ndata: b\n", 0)]
    public void An_event_ends_behind_an_empty_line(string before, string bytes, int expected) =>
        Assert.Equal(expected, EventBoundary.After(Encoding.ASCII.GetBytes(before), Encoding.ASCII.GetBytes(bytes)));

    [Theory]
    [InlineData("data: one\n\n: still here\n\ndata: two\ndata: three\n\n")]
    [InlineData("data: one\r\n\r\ndata: two\r\n\r\n")]
    public void However_a_stream_is_cut_each_piece_that_goes_on_ends_with_an_event(string stream)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(stream);
        for (int first = 1; first < bytes.Length; first++)
        {
            for (int second = first; second < bytes.Length; second++)
            {
                var passed = new List<byte>();
                var half = new List<byte>();
                foreach (byte[] piece in (byte[][])[bytes[..first], bytes[first..second], bytes[second..]])
                {
                    int whole = EventBoundary.After(half.ToArray(), piece);
                    if (whole > 0)
                    {
                        passed.AddRange(half);
                        passed.AddRange(piece[..whole]);
                        half.Clear();
                    }

                    half.AddRange(piece[whole..]);
                    string text = Encoding.ASCII.GetString([.. passed]);
                    Assert.True(text.Length == 0 || text.EndsWith("\n\n", StringComparison.Ordinal) || text.EndsWith("\n\r\n", StringComparison.Ordinal), text);
                }

                Assert.Empty(half);
                Assert.Equal(bytes, passed);
            }
        }
    }
}
