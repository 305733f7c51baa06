using LoadGen.Inference.Handoffs.Sglang;
using static LoadGen.Inference.Tests.Handoffs.LegText;

namespace LoadGen.Inference.Tests.Handoffs;

public class SglangLogprobMergerTests
{
    [Theory]
    [InlineData("[[null,1,null],[-0.5,2,null]]", "[[-0.25,3,null]]", "[[null,1,null],[-0.5,2,null],[-0.25,3,null]]")]
    [InlineData("[1]", "[ ]", "[1]")]
    [InlineData("[1]", "null", "[1]")]
    [InlineData("[]", "[2]", "[2]")]
    [InlineData("null", "[2]", "[2]")]
    public void A_whole_reply_has_prefills_then_decodes(string prefill, string decode, string merged)
    {
        SglangLogprobMerger merger = Merger(Result("x", prefill));
        Assert.Equal(Result("y", merged), Text(merger.MergeWhole(Bytes(Result("y", decode)))));
    }

    [Fact]
    public void A_batch_is_merged_result_by_result()
    {
        SglangLogprobMerger merger = Merger($"[{Result("x", "[1]")},{Result("x", "[2]")}]");
        Assert.Equal(
            $" [ {Result("a", "[1,7]")} ,\n{Result("b", "[2,8]")}]",
            Text(merger.MergeWhole(Bytes($" [ {Result("a", "[7]")} ,\n{Result("b", "[8]")}]"))));
    }

    [Fact]
    public void Every_event_of_a_stream_is_merged()
    {
        SglangLogprobMerger merger = Merger($"data: {Result("", "[1]")}\n\ndata: {Result("x", "[1,2]")}\r\n\r\ndata: [DONE]\n\n");
        Assert.Equal(Result("a", "[1,2,7]"), Text(merger.MergeEvent(Bytes(Result("a", "[7]")))));
        Assert.Equal(Result("b", "[1,2,7,8]"), Text(merger.MergeEvent(Bytes(Result("b", "[7,8]")))));
        Assert.Equal("[DONE]", Text(merger.MergeEvent(Bytes("[DONE]"))));
    }

    [Fact]
    public void Events_of_a_batch_are_told_apart_by_their_index()
    {
        SglangLogprobMerger merger = Merger($"data: {Indexed("[1]", 0)}\n\ndata: {Indexed("[2]", 1)}\n\ndata: [DONE]\n\n");
        Assert.Equal(Indexed("[2,9]", 1), Text(merger.MergeEvent(Bytes(Indexed("[9]", 1)))));
        Assert.Equal(Indexed("[1,9]", 0), Text(merger.MergeEvent(Bytes(Indexed("[9]", 0)))));
    }

    [Theory]
    [InlineData("""{"text":"a"}""")]
    [InlineData("""{"meta_info":null,"text":"a"}""")]
    [InlineData("""{"meta_info":{"id":18446744073709551615},"text":"data: [DONE]"}""")]
    [InlineData("""{"error":{"message":"m"}}""")]
    public void What_has_nothing_to_merge_comes_back_as_it_is(string text)
    {
        SglangLogprobMerger merger = Merger(Result("x", "[1]"));
        ReadOnlyMemory<byte> bytes = Bytes(text);
        Assert.Equal(bytes, merger.MergeEvent(bytes));
        Assert.Equal(bytes, merger.MergeWhole(bytes));
    }

    [Fact]
    public void A_prefill_without_probabilities_changes_nothing()
    {
        SglangLogprobMerger merger = Merger("""{"text":"","meta_info":{}}""");
        ReadOnlyMemory<byte> bytes = Bytes(Result("y", "[2]"));
        Assert.Equal(bytes, merger.MergeWhole(bytes));
    }

    [Theory]
    [InlineData("{\"SECRET")]
    [InlineData("[{},")]
    [InlineData("data: SECRET\n\n")]
    public void A_broken_reply_is_the_engines_fault(string text)
    {
        Refused(502, () => new SglangLogprobMerger().TakePrefill(Bytes(text)));
        Refused(502, () => new SglangLogprobMerger().MergeWhole(Bytes(text)));
        Refused(502, () => new SglangLogprobMerger().MergeEvent(Bytes(text)));
    }

    private static string Result(string text, string logprobs) =>
        $$$"""{ "text":"{{{text}}}","meta_info":{"id":"i", "input_token_logprobs" : {{{logprobs}}} ,"seed":9007199254740993}}""";

    private static string Indexed(string logprobs, int index) => $$$"""{"meta_info":{"input_token_logprobs":{{{logprobs}}} },"index":{{{index}}} }""";

    private static SglangLogprobMerger Merger(string prefill)
    {
        var merger = new SglangLogprobMerger();
        merger.TakePrefill(Bytes(prefill));
        return merger;
    }
}
