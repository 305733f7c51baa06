using LoadGen.Conformance.Support;

namespace LoadGen.Conformance.Matrix;

/// <summary>Answers that are hard to read but right: they go through as they are.</summary>
public abstract partial class ProtocolMatrix
{
    private const string CallBody =
        """{"model":"sim","messages":[{"role":"user","content":"one two"}],"max_tokens":6,"tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{"q":{"type":"string"}}}}}],"tool_choice":"required","stream":STREAM}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Events_come_in_pieces(bool stream) => AssertGoesThroughAsync(Bodies.Chat(stream), "split-writes");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_end_marker_stands_in_the_text(bool stream) => AssertGoesThroughAsync(Bodies.Chat(stream), "done-in-content", "data: [DONE]");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_end_marker_stands_in_the_arguments_of_a_call(bool stream) =>
        AssertGoesThroughAsync(CallBody.Replace("STREAM", stream ? "true" : "false", StringComparison.Ordinal), "done-in-content", "data: [DONE]");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_engines_are_slow(bool stream)
    {
        await using Bench bench = await StartAsync(new BenchOptions { PrefillFault = "slow:150", DecodeFault = "slow:150", Itl = TimeSpan.FromMilliseconds(5) });
        (await bench.Client.PostAsync(Bodies.ChatPath, Bodies.Chat(stream))).AssertIs(await Bodies.AggregatedAsync(Bodies.ChatPath, Bodies.Chat(stream)));
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertCompleted();
        bench.Decode.AssertCompleted();
    }

    private async Task AssertGoesThroughAsync(string body, string fault, string contains = "")
    {
        await using Bench bench = await StartAsync(new BenchOptions { DecodeFault = fault });
        Answer answer = await bench.Client.PostAsync(Bodies.ChatPath, body);

        answer.AssertIs(await Bodies.AggregatedAsync(Bodies.ChatPath, body, fault));
        Assert.Contains(contains, answer.Text, StringComparison.Ordinal);
        await bench.AssertAtRestAsync();
        bench.Prefill.AssertCompleted();
        bench.Decode.AssertCompleted();
    }
}
