using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Sse;

public class SseFuzzTests
{
    private static readonly string[] Words =
        ["\n", "\r", "\r\n", "\n\n", ":", " ", "data", "data:", "data: ", "event: ", "id: ", "id", "retry: 5", "x", "\0", "\xEF\xBB\xBF", "\xEF", "{\"a\":1}", ": c"];

    [Fact]
    public void Random_streams_in_random_pieces_read_as_the_specification_says()
    {
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            int words = random.Next(1, 30);
            byte[] stream = Wire.Bytes(string.Concat(Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)])));
            byte[][] pieces = Splits.Random(stream, random);
            List<string> expected = ReferenceSse.Read(stream);
            List<string> read = SseRecorder.Read(pieces);
            Assert.True(
                expected.SequenceEqual(read),
                $"seed {seed}: {Wire.Hex(pieces)}\nexpected {string.Join(" ; ", expected)}\nread     {string.Join(" ; ", read)}");
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            byte[] stream = new byte[random.Next(1, 200)];
            random.NextBytes(stream);
            byte[][] pieces = Splits.Random(stream, random);
            Assert.True(ReferenceSse.Read(stream).SequenceEqual(SseRecorder.Read(pieces)), $"seed {seed}: {Wire.Hex(pieces)}");
        }
    }
}
