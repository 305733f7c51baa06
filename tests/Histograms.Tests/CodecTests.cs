using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Histograms.Tests;

public sealed class CodecTests
{
    public static TheoryData<string> SampleNames => [.. SampleHistograms.All().Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Every_form_decodes_to_what_was_encoded(string name)
    {
        var histogram = SampleHistograms.All().First(sample => sample.Name == name).Histogram;

        HistogramAssert.Same(histogram, HistogramCodec.Decode(Plain(histogram)));
        HistogramAssert.Same(histogram, HistogramCodec.Decode(HistogramCodec.EncodeCompressed(histogram)));
        HistogramAssert.Same(histogram, HistogramCodec.DecodeBase64(HistogramCodec.EncodeBase64(histogram)));
    }

    [Fact]
    public void Random_histograms_decode_to_what_was_encoded()
    {
        var sample =
            from digits in Gen.Choose(1, 4)
            from records in Gen.Zip(Gen.Choose(0, 1_000_000), Gen.Choose(1, int.MaxValue)).ListOf()
            select (digits, records);
        Prop.ForAll(sample.ToArbitrary(), s =>
        {
            var histogram = new HdrHistogram(1, 1_000_000, s.digits);
            foreach (var (value, count) in s.records)
            {
                Assert.True(histogram.TryRecord(value, (long)count * count / 100));
            }

            HistogramAssert.Same(histogram, HistogramCodec.Decode(Plain(histogram)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Plain_encoding_has_the_specified_bytes()
    {
        var histogram = new HdrHistogram(1, 1000, 1);
        histogram.Record(0);
        Assert.True(histogram.TryRecord(2, 64));
        Assert.True(histogram.TryRecord(10, 1));

        // cookie, payload length, index offset, digits, lowest, highest, ratio 1.0; then 1, 0, 64, seven zeros, 1 in ZigZag LEB128.
        Assert.Equal(
            "1C849313" + "00000006" + "00000000" + "00000001" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000"
            + "02" + "00" + "8001" + "0D" + "02",
            Convert.ToHexString(Plain(histogram)));
    }

    [Fact]
    public void Encoding_says_how_many_bytes_it_wrote()
    {
        var histogram = SampleHistograms.Of(1, 1_000_000, 3, SampleHistograms.Uniform(1, 500, 1_000_000));
        var target = new ArrayBufferWriter<byte>();

        Assert.Equal(HistogramCodec.EncodeV2(histogram, target), target.WrittenCount);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Fixed_width_counts_of_V0_and_V1_are_read(int wordBytes)
    {
        var histogram = SampleHistograms.Of(1, 100_000, 2, [0, 5, 5, 99_999]);

        HistogramAssert.Same(histogram, HistogramCodec.Decode(FixedWidthEncoding.V0(histogram, wordBytes)));
        HistogramAssert.Same(histogram, HistogramCodec.Decode(FixedWidthEncoding.V1(histogram, wordBytes)));
        HistogramAssert.Same(histogram, HistogramCodec.Decode(FixedWidthEncoding.Compressed(FixedWidthEncoding.V0(histogram, wordBytes))));
        HistogramAssert.Same(histogram, HistogramCodec.Decode(FixedWidthEncoding.Compressed(FixedWidthEncoding.V1(histogram, wordBytes))));
    }

    [Fact]
    public void Bytes_after_the_histogram_are_passed_over()
    {
        var histogram = SampleHistograms.Of(1, 1000, 3, [7]);

        HistogramAssert.Same(histogram, HistogramCodec.Decode([.. Plain(histogram), 1, 2, 3]));
        HistogramAssert.Same(histogram, HistogramCodec.Decode([.. HistogramCodec.EncodeCompressed(histogram), 1, 2, 3]));
    }

    [Fact]
    public void Value_above_the_highest_trackable_but_within_its_bucket_survives()
    {
        // 1000 ends a bucket of the array only at 1023: the reference records there, so its encodings may have such values.
        var bytes = Plain(SampleHistograms.Of(1, 1023, 2, [1020]));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), 1000);
        var histogram = HistogramCodec.Decode(bytes);

        Assert.Equal((1000, 1, 1023), (histogram.HighestTrackableValue, histogram.CountAtValue(1020), histogram.Max));
        Assert.Equal(1, histogram.Copy().CountAtValue(1020));
    }

    [Theory]
    [InlineData("", "too few")]
    [InlineData("1C8493", "too few")]
    [InlineData("1C849314", "too few")]
    [InlineData("DEADBEEF", "0xdeadbeef")]
    [InlineData("0C72124E", "floating-point")]
    [InlineData("1C849313", "cut short")]
    [InlineData("1C84931400000009AA", "9 bytes; 1 are there")]
    [InlineData("1C849314FFFFFFFFAA", "-1 bytes")]
    [InlineData("1C84931400000002AABB", "damaged")]
    [InlineData("1C84931300000000" + "00000000" + "00000006" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000", "6 significant digits")]
    [InlineData("1C84931300000000" + "00000000" + "00000003" + "0000000000000000" + "00000000000003E8" + "3FF0000000000000", "lowest discernible value 0")]
    [InlineData("1C84931300000000" + "00000000" + "00000003" + "0000000000000064" + "0000000000000065" + "3FF0000000000000", "highest trackable value 101")]
    [InlineData("1C849313FFFFFFFF" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000", "-1 bytes")]
    [InlineData("1C84931300000002" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000" + "02", "1 bytes of 2")]
    [InlineData("1C84931300000001" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000" + "80", "middle of a number")]
    [InlineData("1C84931300000009" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000" + "FFFFFFFFFFFFFFFFFF", "more counts than the 2048")]
    [InlineData("1C84931300000003" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000" + "FF1F02", "more counts than the 2048")]
    [InlineData("1C84931300000009" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000" + "FEFFFFFFFFFFFFFFFF", "exceed")]
    [InlineData("1C849331" + "00000001" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000" + "FF", "do not divide")]
    [InlineData("1C849321" + "00000002" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000" + "FFFF", "not negative")]
    [InlineData("1C849361" + "00000000" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000", "counts of 6 bytes")]
    public void Corrupt_bytes_are_refused_with_a_reason(string hex, string reason)
    {
        var refusal = Assert.Throws<HistogramFormatException>(() => HistogramCodec.Decode(Convert.FromHexString(hex)));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HIST!")]
    [InlineData("HISTFAA")]
    [InlineData("histogram, please")]
    public void What_is_not_base64_is_refused(string text)
        => Assert.Contains("base64", Assert.Throws<HistogramFormatException>(() => HistogramCodec.DecodeBase64(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Flipped_bit_in_the_compressed_part_never_yields_another_histogram()
    {
        var histogram = SampleHistograms.Of(1, 100_000, 2, SampleHistograms.Uniform(1, 100, 100_000));
        var bytes = HistogramCodec.EncodeCompressed(histogram);
        var unnoticed = 0;
        for (var bit = 8 * 10; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Record.Exception(() => HistogramAssert.Same(histogram, HistogramCodec.Decode(bytes))) is { } exception)
            {
                Assert.IsType<HistogramFormatException>(exception);
            }
            else
            {
                unnoticed++;
            }

            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        // A few bits mean nothing: those that fill up the last byte, and the mark of the last block.
        Assert.InRange(unnoticed, 0, 16);
    }

    [Fact]
    public void Compressed_bomb_is_cut_off_at_what_the_header_allows()
    {
        // 200 MB of zeros behind the header of a histogram whose counts take at most 18 kB.
        using var stream = new MemoryStream();
        stream.Write(Convert.FromHexString("1C849314" + "00000000"));
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(Convert.FromHexString("1C8493137FFFFFFF" + "00000000" + "00000003" + "0000000000000001" + "00000000000003E8" + "3FF0000000000000"));
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 200; i++)
            {
                zlib.Write(zeros);
            }
        }

        var bytes = stream.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), bytes.Length - 8);
        Assert.InRange(Allocated.Bytes(() => Assert.Throws<HistogramFormatException>(() => HistogramCodec.Decode(bytes))), 0, bytes.Length + 200_000);
    }

    [Fact]
    public void Damaged_counts_of_the_largest_histogram_cost_no_array()
    {
        // Five digits up to 2^63: 49 MB of counts, which must not be made before the payload was found sound.
        var bytes = Convert.FromHexString("1C84931300000001" + "00000000" + "00000005" + "0000000000000001" + "7FFFFFFFFFFFFFFF" + "3FF0000000000000" + "80");
        Assert.InRange(Allocated.Bytes(() => Assert.Throws<HistogramFormatException>(() => HistogramCodec.Decode(bytes))), 0, 50_000);
    }

    private static byte[] Plain(HdrHistogram histogram)
    {
        var target = new ArrayBufferWriter<byte>();
        HistogramCodec.EncodeV2(histogram, target);
        return target.WrittenSpan.ToArray();
    }
}
