using System.Buffers;

namespace LoadGen.Histograms.Tests;

/// <summary>Mutated encodings of every version: a histogram comes out, or <see cref="HistogramFormatException"/>, and nothing else.</summary>
public sealed class CodecFuzzTests
{
    private const int MutantsPerSeed = 1500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mutated_bytes_never_make_anything_but_a_format_exception_escape(int seed)
    {
        var random = new Random(seed);
        var corpus = Corpus();
        for (var i = 0; i < MutantsPerSeed; i++)
        {
            var mutant = Mutate(corpus[random.Next(corpus.Count)], random);
            try
            {
                var decoded = HistogramCodec.Decode(mutant);
                Assert.Equal(decoded.TotalCount, decoded.CountBetween(0, long.MaxValue));
                Assert.True(decoded.Min <= decoded.Max);
            }
            catch (HistogramFormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, mutant {i}, {Convert.ToHexString(mutant)}: {e}");
            }
        }
    }

    private static List<byte[]> Corpus()
    {
        var histogram = SampleHistograms.Of(1, 100_000, 2, SampleHistograms.Uniform(1, 60, 100_000));
        var plain = new ArrayBufferWriter<byte>();
        HistogramCodec.EncodeV2(histogram, plain);
        return
        [
            plain.WrittenSpan.ToArray(),
            HistogramCodec.EncodeCompressed(histogram),
            FixedWidthEncoding.V0(histogram, 2),
            FixedWidthEncoding.V1(histogram, 4),
            FixedWidthEncoding.Compressed(FixedWidthEncoding.V0(histogram, 8)),
            FixedWidthEncoding.Compressed(FixedWidthEncoding.V1(histogram, 2)),
            // A mutated header inside intact compression reaches the checks that zlib's checksum otherwise shields.
            FixedWidthEncoding.Compressed(Mutate(plain.WrittenSpan.ToArray(), new Random(9))),
        ];
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var mutant = random.Next(5) == 0 ? original[..random.Next(original.Length + 1)] : original.ToArray();
        for (var edits = random.Next(1, 5); edits > 0 && mutant.Length > 0; edits--)
        {
            // The header is where it hurts: half of the edits go there.
            var at = random.Next(2) == 0 ? random.Next(Math.Min(48, mutant.Length)) : random.Next(mutant.Length);
            mutant[at] = random.Next(3) switch
            {
                0 => (byte)(mutant[at] ^ (1 << random.Next(8))),
                1 => (byte)random.Next(256),
                _ => random.Next(2) == 0 ? (byte)0xff : (byte)0,
            };
        }

        return mutant;
    }
}
