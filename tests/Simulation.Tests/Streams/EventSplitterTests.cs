using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Tests.Streams;

public class EventSplitterTests
{
    [Fact]
    public void Pieces_are_the_whole_none_is_empty_and_none_ends_where_an_event_does() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Choose(4, 60).ListOf(6).ToArbitrary(), lengths =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(lengths.Select(length => new string('x', length) + "\n\n")));
            List<int> cuts = EventSplitter.Cut(bytes);
            int end = 0;
            HashSet<int> ends = [.. lengths.Select(length => end += length + 2)];
            ends.Remove(bytes.Length);
            return cuts[^1] == bytes.Length && cuts.Zip(cuts.Skip(1)).All(pair => pair.First < pair.Second) && cuts[0] > 0 && !cuts.Any(ends.Contains);
        }));

    [Fact]
    public void Each_event_is_cut_inside_and_between_its_newlines() =>
        Assert.Equal([3, 9, 11, 19, 25, 29, 30], EventSplitter.Cut("xxxxxxxx\n\nxxxxxxxx\n\nxxxxxxxx\n\n"u8));

    [Fact]
    public void Bytes_without_an_event_are_cut_too() => Assert.Equal([3, 8], EventSplitter.Cut("xxxxxxxx"u8));

    [Fact]
    public void Nothing_has_no_pieces() => Assert.Empty(EventSplitter.Cut([]));
}
