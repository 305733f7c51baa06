using System.Buffers;
using System.Text;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests;

/// <summary>What is no UTF-8, going in and coming out.</summary>
public class Utf8Tests
{
    private static readonly Tokenizer s_bytes = Tokenizer.Load(TestData.Path("oracle", "o200k_base.tiktoken"));

    // One U+FFFD for each longest part that could have begun a character.
    public static TheoryData<string, string> Invalid() => new()
    {
        { "FF", "\uFFFD" },
        { "61 80 62", "a\uFFFDb" },
        { "C3", "\uFFFD" },
        { "C3 28", "\uFFFD(" },
        { "E4 BD", "\uFFFD" },
        { "E4 BD 61", "\uFFFDa" },
        { "F0 9F 98", "\uFFFD" },
        { "C0 80", "\uFFFD\uFFFD" },
        { "ED A0 80", "\uFFFD\uFFFD\uFFFD" },
        { "ED A0 BD ED B8 80", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD" },
        { "F4 90 80 80", "\uFFFD\uFFFD\uFFFD\uFFFD" },
        { "EF BF BD", "\uFFFD" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_is_no_UTF_8_is_read_as_replacement_characters(string hex, string text) =>
        Assert.Equal(s_bytes.Ids(text), s_bytes.Ids(Bytes(hex)));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Ids_whose_bytes_are_no_UTF_8_are_decoded_as_replacement_characters(string hex, string text) =>
        Assert.Equal(text, s_bytes.Decoded(IdsOfBytes(hex)));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_stream_of_ids_is_decoded_as_they_are_at_once(string hex, string text) =>
        Assert.Equal(text, s_bytes.Streamed(IdsOfBytes(hex)));

    [Fact]
    public void A_lone_surrogate_of_a_string_is_one_replacement_character() =>
        Assert.Equal(s_bytes.Ids("a\uFFFDb"), s_bytes.Ids("a\uD800b"));

    [Fact]
    public void A_stream_holds_back_a_character_until_it_is_whole()
    {
        var text = new ArrayBufferWriter<byte>();
        StreamingDecoder decoder = s_bytes.CreateStreamingDecoder();
        int[] ids = IdsOfBytes("61 F0 9F 98 80 62");

        Assert.Equal([1, 0, 0, 0, 4, 1], ids.Select(id => decoder.Append(id, text)));
        Assert.Equal(0, decoder.Flush(text));
        Assert.Equal("a😀b", Encoding.UTF8.GetString(text.WrittenSpan));
    }

    [Fact]
    public void A_stream_can_begin_anew_after_its_end()
    {
        var text = new ArrayBufferWriter<byte>();
        StreamingDecoder decoder = s_bytes.CreateStreamingDecoder();
        decoder.Append(IdsOfBytes("F0")[0], text);
        Assert.Equal(3, decoder.Flush(text));
        decoder.Append(IdsOfBytes("61")[0], text);
        decoder.Flush(text);

        Assert.Equal("\uFFFDa", Encoding.UTF8.GetString(text.WrittenSpan));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    // In the fixture each byte is a token, and its value the id.
    private static int[] IdsOfBytes(string hex) => Array.ConvertAll(Bytes(hex), value => (int)value);
}
