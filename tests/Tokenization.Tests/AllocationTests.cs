using System.Buffers;
using System.Text;
using LoadGen.Tokenization.Tests.Support;

namespace LoadGen.Tokenization.Tests;

/// <summary>What a call allocates once buffers have grown: nothing.</summary>
public class AllocationTests
{
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes(RandomText.Make(new Random(1), parts: 5000));

    public static TheoryData<string> Tokenizers() => ["llama3", "o200k", "qwen", "deepseek-v2", "deepseek-v3", "llama2", "metaspace-always-split", "metaspace-never", "added-tokens"];

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Encoding_allocates_nothing(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(TestData.Path("trained", name + ".json"));
        var ids = new List<int>(s_text.Length * 2);
        tokenizer.Encode(s_text, ids, addSpecialTokens: true);

        Assert.Equal(0, Allocated.Bytes(() =>
        {
            ids.Clear();
            tokenizer.Encode(s_text, ids, addSpecialTokens: true);
        }));
        Assert.Equal(0, Allocated.Bytes(() => tokenizer.Count(s_text)));
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Decoding_allocates_nothing(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(TestData.Path("trained", name + ".json"));
        int[] ids = tokenizer.Ids(s_text);
        var text = new ArrayBufferWriter<byte>(s_text.Length * 8);
        tokenizer.Decode(ids, text);

        Assert.Equal(0, Allocated.Bytes(() =>
        {
            text.ResetWrittenCount();
            tokenizer.Decode(ids, text);
        }));
    }

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public void Decoding_a_stream_allocates_nothing(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(TestData.Path("trained", name + ".json"));
        int[] ids = tokenizer.Ids(s_text.AsSpan(0, 2000));
        var text = new ArrayBufferWriter<byte>(s_text.Length * 8);
        StreamingDecoder decoder = tokenizer.CreateStreamingDecoder();
        void Stream()
        {
            text.ResetWrittenCount();
            foreach (int id in ids)
            {
                decoder.Append(id, text);
            }

            decoder.Flush(text);
        }

        Stream();
        Assert.Equal(0, Allocated.Bytes(Stream));
    }
}
