using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Tests.Randomness;

public class PublishedVectorTests
{
    [Fact]
    public void SplitMix64_gives_the_words_published_for_seed_1234567()
    {
        // https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        var random = new SplitMix64(1234567);
        Assert.All(expected, word => Assert.Equal(word, random.Next()));
    }

    [Fact]
    public void Xoshiro256StarStar_gives_the_words_published_for_state_1_2_3_4()
    {
        // From the authors' C code; the same vector stands in the tests of Rust's rand_xoshiro.
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360,
            607988272756665600, 16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        var random = new Xoshiro256StarStar(1, 2, 3, 4);
        Assert.All(expected, word => Assert.Equal(word, random.Next()));
    }

    [Fact]
    public void Xoshiro256StarStar_is_seeded_with_four_words_of_SplitMix64()
    {
        var words = new SplitMix64(1234567);
        var raw = new Xoshiro256StarStar(words.Next(), words.Next(), words.Next(), words.Next());
        var seeded = new Xoshiro256StarStar(1234567);
        Assert.Equal(raw.Next(), seeded.Next());
    }

    [Fact]
    public void Uniform_doubles_lie_above_0_and_up_to_1()
    {
        var random = new Xoshiro256StarStar(3);
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.InRange(random.NextPositiveDouble(), double.Epsilon, 1));
    }

    [Fact]
    public void Keys_depend_on_each_part_and_on_their_order()
    {
        ulong[] keys = [SplitMix64.Key(0, 0, 0), SplitMix64.Key(1, 0, 0), SplitMix64.Key(0, 1, 0), SplitMix64.Key(0, 0, 1), SplitMix64.Key(1, 2, 3), SplitMix64.Key(3, 2, 1)];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }
}
