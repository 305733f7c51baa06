using System.Text.Json;

namespace LoadGen.Workloads.Tests;

/// <summary>data/numpy_random.json, written by numpy itself (data/make_numpy_fixture.py).</summary>
internal sealed class NumpyFixture
{
    private static readonly JsonSerializerOptions s_snakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static NumpyFixture Instance { get; } =
        JsonSerializer.Deserialize<NumpyFixture>(File.ReadAllBytes(TestData.PathOf("numpy_random.json")), s_snakeCase)!;

    public required WordsCase[] Words { get; init; }

    public required DrawCase[] Counted { get; init; }

    public required DrawCase EndlessBlock { get; init; }

    public required DrawCase Warmup { get; init; }

    internal sealed record WordsCase(uint[] Seed, bool Array, uint[] Values);

    internal sealed record DrawCase(
        long Seed,
        int Count,
        int InputTokens,
        int OutputTokens,
        double RangeRatio,
        int VocabularySize,
        int PrefixTokens,
        int[] PrefixIds,
        int[] InputLens,
        int[] OutputLens,
        int[] Offsets)
    {
        public RandomWorkloadOptions Options => new()
        {
            InputTokens = InputTokens,
            OutputTokens = OutputTokens,
            RangeRatio = RangeRatio,
            Seed = Seed,
            PrefixTokens = PrefixTokens,
            VocabularySize = VocabularySize,
            FirstTokenId = 0,
            Count = Count,
        };
    }
}
