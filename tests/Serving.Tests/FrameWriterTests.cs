using System.Text;

namespace LoadGen.Serving.Tests;

public class FrameWriterTests
{
    private readonly FrameWriter _frames = new();

    [Fact]
    public void A_chunk_is_its_size_in_hexadecimal_its_data_and_an_empty_line()
    {
        _frames.Begin(isChunked: true);
        _frames.Chunk("data: "u8, "0123456789"u8, "\n\n"u8);
        Assert.Equal("12\r\ndata: 0123456789\n\n\r\n", Written());
    }

    [Fact]
    public void The_body_ends_with_the_last_chunk()
    {
        _frames.Begin(isChunked: true);
        _frames.Chunk("a"u8);
        _frames.EndBody();
        Assert.Equal("1\r\na\r\n0\r\n\r\n", Written());
    }

    // HTTP/1.0 knows no transfer codings (RFC 9112 §6.1).
    [Fact]
    public void Without_the_coding_the_data_goes_as_it_is_and_the_end_says_nothing()
    {
        _frames.Begin(isChunked: false);
        _frames.Chunk("a"u8, "b"u8);
        _frames.EndBody();
        Assert.Equal("ab", Written());
    }

    [Fact]
    public void Beginning_anew_forgets_what_was_there()
    {
        _frames.Begin(isChunked: true);
        _frames.Raw("gone"u8);
        _frames.Begin(isChunked: true);
        Assert.True(_frames.Written.IsEmpty);
    }

    [Fact]
    public void What_is_larger_than_the_buffer_makes_it_grow()
    {
        byte[] large = new byte[200_000];
        Array.Fill(large, (byte)'x');
        _frames.Begin(isChunked: true);
        Assert.True(_frames.HasRoom);
        _frames.Chunk(large);
        Assert.Equal("30d40\r\n".Length + large.Length + "\r\n".Length, _frames.Written.Length);
        Assert.StartsWith("30d40\r\nxxx", Written(), StringComparison.Ordinal);
    }

    private string Written() => Encoding.ASCII.GetString(_frames.Written);
}
