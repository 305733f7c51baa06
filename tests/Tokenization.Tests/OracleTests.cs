using System.Runtime.InteropServices;
using System.Text;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests;

/// <summary>
/// LoadGen against gpt-tokenizer, an independent implementation of o200k and cl100k. The tests stand alone on the small fixture in
/// data/oracle, whose ranks were trained for it; oracle/run.sh hands them 10 MB of fresh text, and the encodings' own ranks.
/// </summary>
public sealed class OracleTests
{
    private static readonly string s_folder = Environment.GetEnvironmentVariable("LOADGEN_ORACLE_TOKENS") ?? TestData.Path("oracle");

    [Theory]
    [InlineData("o200k_base")]
    [InlineData("cl100k_base")]
    public void Ids_from_a_file_of_ranks_are_those_of_the_oracle(string encoding) =>
        AssertSame(encoding, Tokenizer.Load(Path.Combine(s_folder, encoding + ".tiktoken")));

    [Theory]
    [InlineData("o200k_base")]
    [InlineData("cl100k_base")]
    public void Ids_from_a_tokenizer_json_made_of_the_ranks_are_those_of_the_oracle(string encoding)
    {
        using var folder = new TempFolder();
        string path = folder.File("tokenizer.json");
        RanksAsJson.Write(Path.Combine(s_folder, encoding + ".tiktoken"), encoding, path);

        AssertSame(encoding, Tokenizer.Load(path));
    }

    [Theory]
    [InlineData("o200k_base")]
    [InlineData("cl100k_base")]
    public void Text_decoded_from_its_ids_is_the_text(string encoding)
    {
        Tokenizer tokenizer = Tokenizer.Load(Path.Combine(s_folder, encoding + ".tiktoken"));
        foreach (string text in Texts())
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Assert.True(utf8.AsSpan().SequenceEqual(tokenizer.Text(tokenizer.Ids(utf8))), "a text is another after encoding and decoding");
        }
    }

    private static void AssertSame(string encoding, Tokenizer tokenizer)
    {
        List<int[]> expected = Blocks<int>(encoding + ".ids");
        int number = 0;
        foreach (string text in Texts())
        {
            // Lone surrogates become U+FFFD each, as JavaScript's TextEncoder has it.
            int[] ids = tokenizer.Ids(Encoding.UTF8.GetBytes(text));
            int same = ids.AsSpan().CommonPrefixLength(expected[number]);
            if (same < ids.Length || same < expected[number].Length)
            {
                Assert.Fail($"text {number}, after {same} equal ids: ours {Show(tokenizer, ids, same)}, theirs {Show(tokenizer, expected[number], same)}");
            }

            number++;
        }

        Assert.Equal(expected.Count, number);
        Assert.NotEqual(0, number);
    }

    private static string Show(Tokenizer tokenizer, int[] ids, int from) => string.Join(
        ' ', ids.Skip(Math.Max(0, from - 2)).Take(8).Select(id => $"{id}={Convert.ToHexString(tokenizer.TokenOf(id))}"));

    private static IEnumerable<string> Texts() => Blocks<char>("texts.bin").Select(units => new string(units));

    private static List<T[]> Blocks<T>(string name)
        where T : unmanaged
    {
        ReadOnlySpan<byte> rest = File.ReadAllBytes(Path.Combine(s_folder, name));
        var blocks = new List<T[]>();
        while (!rest.IsEmpty)
        {
            int count = MemoryMarshal.Read<int>(rest);
            ReadOnlySpan<byte> body = rest[sizeof(int)..];
            ReadOnlySpan<T> units = MemoryMarshal.Cast<byte, T>(body)[..count];
            blocks.Add(units.ToArray());
            rest = body[MemoryMarshal.AsBytes(units).Length..];
        }

        return blocks;
    }
}
