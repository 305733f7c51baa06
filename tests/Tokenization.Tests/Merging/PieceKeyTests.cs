using LoadGen.Tokenization.Merging;

namespace LoadGen.Tokenization.Tests.Merging;

public class PieceKeyTests
{
    [Fact]
    public void Two_pieces_have_one_key_exactly_when_they_are_equal()
    {
        var random = new Random(3);
        var seen = new Dictionary<(ulong, ulong), string>();
        for (int i = 0; i < 100_000; i++)
        {
            // Few values, so that equal pieces and pieces equal but for one byte are common.
            byte[] piece = new byte[random.Next(1, PieceCache.LongestBytes + 1)];
            for (int j = 0; j < piece.Length; j++)
            {
                piece[j] = (byte)random.Next(3);
            }

            var key = new PieceKey(piece);
            string text = Convert.ToHexString(piece);
            Assert.True(seen.TryAdd((key.Low, key.High), text) || seen[(key.Low, key.High)] == text, $"{text} has the key of {seen[(key.Low, key.High)]}");
        }
    }
}
