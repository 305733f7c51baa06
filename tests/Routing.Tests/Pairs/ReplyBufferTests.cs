using System.Text;
using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class ReplyBufferTests
{
    [Fact]
    public void What_comes_in_pieces_is_kept_whole()
    {
        var buffer = new ReplyBuffer(1 << 20);
        byte[] all = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        for (int at = 0; at < all.Length; at += 777)
        {
            buffer.Append(all.AsSpan(at, Math.Min(777, all.Length - at)));
        }

        Assert.True(buffer.Memory.Span.SequenceEqual(all));
        Assert.False(buffer.IsTooLarge);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Its_limit_is_exact(int bytes, bool isTooLarge)
    {
        var buffer = new ReplyBuffer(10);
        for (int i = 0; i < bytes; i++)
        {
            buffer.Append("x"u8);
        }

        Assert.Equal(isTooLarge, buffer.IsTooLarge);
        Assert.Equal(10, buffer.Length);
    }

    [Fact]
    public void A_piece_that_would_fit_again_is_not_put_behind_a_gap()
    {
        var buffer = new ReplyBuffer(4);
        buffer.Append("ab"u8);
        buffer.Append("cde"u8);
        buffer.Append("f"u8);

        Assert.True(buffer.IsTooLarge);
        Assert.Equal("ab", Encoding.ASCII.GetString(buffer.Memory.Span));
    }

    [Fact]
    public void It_can_be_used_again_after_its_array_is_given_back()
    {
        var buffer = new ReplyBuffer(100);
        buffer.Append("first"u8);
        buffer.Free();
        buffer.Free();
        Assert.True(buffer.Memory.IsEmpty);
        buffer.Append("second"u8);

        Assert.Equal("second", Encoding.ASCII.GetString(buffer.Memory.Span));
    }
}
