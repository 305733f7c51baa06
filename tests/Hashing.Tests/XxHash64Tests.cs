using System.Buffers.Binary;
using System.IO.Hashing;

namespace LoadGen.Hashing.Tests;

public class XxHash64Tests
{
    // The specification's own sanity buffer (xxHash's xsum_sanity_check): byte i is the top byte of a 64-bit generator.
    private const uint Prime32 = 2654435761;
    private const ulong Prime64 = 11400714785074694797;

    [Theory]
    [InlineData(0, 0u, 0xEF46DB3751D8E999)]
    [InlineData(0, Prime32, 0xAC75FDA2929B17EF)]
    [InlineData(1, 0u, 0xE934A84ADB052768)]
    [InlineData(1, Prime32, 0x5014607643A9B4C3)]
    [InlineData(4, 0u, 0x9136A0DCA57457EE)]
    [InlineData(14, 0u, 0x8282DCC4994E35C8)]
    [InlineData(14, Prime32, 0xC3BD6BF63DEB6DF0)]
    [InlineData(222, 0u, 0xB641AE8CB691C174)]
    [InlineData(222, Prime32, 0x20CB8AB7AE10C14A)]
    public void The_published_vectors_hold(int length, uint seed, ulong expected)
    {
        byte[] buffer = SanityBuffer(length);
        Assert.Equal(expected, XxHash64.HashToUInt64(buffer, seed));
        Assert.Equal(expected, BinaryPrimitives.ReadUInt64BigEndian(XxHash64.Hash(buffer.AsSpan(), seed)));
    }

    [Fact]
    public void Bytes_and_spans_hash_alike() => Assert.Equal(XxHash64.Hash(SanityBuffer(100).AsSpan()), XxHash64.Hash(SanityBuffer(100)));

    [Fact]
    public void No_bytes_are_an_error_and_not_the_empty_text() => Assert.Throws<ArgumentNullException>(() => XxHash64.Hash(null!));

    private static byte[] SanityBuffer(int length)
    {
        byte[] buffer = new byte[length];
        ulong generator = Prime32;
        for (int i = 0; i < length; i++)
        {
            buffer[i] = (byte)(generator >> 56);
            generator *= Prime64;
        }

        return buffer;
    }
}
