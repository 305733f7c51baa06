using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Tests.Randomness;

public class NumpyRandomTests
{
    public static TheoryData<int> WordCases => [.. Enumerable.Range(0, NumpyFixture.Instance.Words.Length)];

    [Theory]
    [MemberData(nameof(WordCases))]
    public void Words_are_numpys_for_plain_and_array_seeds(int index)
    {
        NumpyFixture.WordsCase expected = NumpyFixture.Instance.Words[index];
        NumpyRandom random = expected.Array ? new NumpyRandom(expected.Seed) : new NumpyRandom(expected.Seed[0]);
        Assert.All(expected.Values, word => Assert.Equal(word, random.NextUInt32()));
    }

    [Fact]
    public void The_ten_thousandth_word_is_the_one_the_C_standard_library_promises()
    {
        // ISO C++ [rand.predef]: the 10000th consecutive invocation of a default-constructed mt19937.
        var random = new NumpyRandom(5489);
        for (int i = 1; i < 10_000; i++)
        {
            random.NextUInt32();
        }

        Assert.Equal(4123659995u, random.NextUInt32());
    }

    [Fact]
    public void A_range_of_one_value_takes_no_word()
    {
        var random = new NumpyRandom(1);
        int[] values = new int[3];
        random.FillIntegers(7, 7, values);
        Assert.Equal([7, 7, 7], values);
        Assert.Equal(new NumpyRandom(1).NextUInt32(), random.NextUInt32());
    }

    [Fact]
    public void The_widest_range_stays_within_its_bounds()
    {
        int[] values = new int[1000];
        new NumpyRandom(2).FillIntegers(0, int.MaxValue, values);
        Assert.All(values, value => Assert.True(value >= 0));
        Assert.Contains(values, value => value > int.MaxValue / 2);
    }

    [Fact]
    public void An_empty_range_and_an_empty_seed_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NumpyRandom(1).FillIntegers(2, 1, new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NumpyRandom([]));
    }
}
