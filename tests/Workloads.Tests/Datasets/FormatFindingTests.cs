using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Tests.Datasets;

public class FormatFindingTests
{
    [Theory]
    [InlineData("""[{"id":1,"conversations":[{"from":"human","value":"q"}]}]""", "d.json", DatasetFormat.ShareGpt, "JSON values, the first with \"conversations\"")]
    [InlineData("""{"conversations":[{"from":"human","value":"q"}]}""", "d.jsonl", DatasetFormat.ShareGpt, "a JSON object a line, the first with \"conversations\"")]
    [InlineData("""{"conversation":[{"role":"user","content":"q"}]}""", "d.jsonl", DatasetFormat.WildChat, "a JSON object a line")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"q"}]}""", "d.txt", DatasetFormat.OpenAiMessages, "a JSON object a line")]
    [InlineData("""{"prompt":"q"}""", "d.jsonl", DatasetFormat.Custom, "a JSON object a line, the first with \"prompt\"")]
    [InlineData("""{"text":"q"}""", "d.jsonl", DatasetFormat.Custom, "a JSON object a line, the first with \"text\"")]
    [InlineData("""{"turns":["q"]}""", "d.jsonl", DatasetFormat.Sessions, "a JSON object a line")]
    [InlineData("""{"id":"x","requests":[{"t":0,"in":1,"out":1}]}""", "d.json", DatasetFormat.Weka, "JSON values")]
    [InlineData("""{"timestamp":0,"input_length":1,"output_length":1}""", "d.jsonl", DatasetFormat.Mooncake, "a JSON object a line, the first with \"input_length\"")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,1,1", "d.csv", DatasetFormat.Azure, "a CSV header with ContextTokens")]
    [InlineData("Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,GPT-4,1,1,2,API log", "d.csv", DatasetFormat.BurstGpt, "a CSV header with Request tokens")]
    public void A_format_is_told_from_the_first_record_and_said(string text, string name, DatasetFormat format, string reason)
    {
        using var file = new TempDataset(text, name);
        using ConversationSource source = file.Open();
        Assert.Equal((format, 1), (source.Facts.Format, source.Count));
        Assert.StartsWith(reason, source.Facts.FormatReason, StringComparison.Ordinal);
        Assert.StartsWith(DatasetFile.NameOf(format) + " dataset", source.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", "the first record has a, b, which is no format known; name the format (sharegpt, wildchat, openai, custom, sessions, weka, mooncake, azure, burstgpt)")]
    [InlineData("""{"a\n\u001b[31m":1}""", "the first record has a??[31m, which is no format known")]
    [InlineData("{}", "the first record has no keys, which is no format known")]
    [InlineData("""{"a":""", "the format cannot be told, as the first record is not valid JSON: '{\"a\":'")]
    [InlineData("a,b,c", "neither JSON nor a known CSV header: 'a,b,c'")]
    [InlineData("", "the file ends without a record")]
    [InlineData("\n \n", "the file ends without a record")]
    [InlineData("PAR1....", "the file is Parquet; write it as JSON lines first")]
    public void What_is_no_format_is_refused_with_what_would_be_right(string text, string problem)
    {
        using var file = new TempDataset(text);
        var error = Assert.Throws<DatasetFormatException>(() => file.Open());
        Assert.StartsWith(problem, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_files_are_named_as_such()
    {
        using var file = new TempDataset("");
        File.WriteAllBytes(file.Path, [0x1f, 0x8b, 8, 0, 0]);
        Assert.Equal("the file is gzip; gunzip it first", Assert.Throws<DatasetFormatException>(() => file.Open()).Problem);
        File.WriteAllBytes(file.Path, [0x28, 0xb5, 0x2f, 0xfd]);
        Assert.Equal("the file is zstd; decompress it first", Assert.Throws<DatasetFormatException>(() => file.Open()).Problem);
    }

    [Fact]
    public void A_byte_order_mark_is_no_obstacle()
    {
        Assert.Single(TempDataset.Read("\uFEFF" + """[{"prompt":"q"}]"""));
        Assert.Equal(2, TempDataset.Read("\uFEFF{\"prompt\":\"q\"}\r\n{\"prompt\":\"q\"}\r\n").Count);
    }

    [Fact]
    public void Every_format_of_files_has_a_name_and_every_name_its_format() =>
        Assert.All(DatasetFile.FileFormatNames, name => Assert.Equal(name, DatasetFile.NameOf(DatasetFile.FormatOf(name)!.Value)));

    [Fact]
    public void A_missing_file_is_no_format_error() =>
        Assert.ThrowsAny<IOException>(() => DatasetFile.Open(Path.Combine(Path.GetTempPath(), "loadgen-no-such-dataset.jsonl")));
}
