using LoadGen.Inference.Handoffs;

namespace LoadGen.Inference.Tests.Handoffs;

public class StreamEndTests
{
    [Fact]
    public void Tool_arguments_that_contain_the_end_mark_do_not_end_a_stream()
    {
        Assert.False(StreamEnd.IsDone("""{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"data: [DONE]\n\n"}}]}}]}"""u8));
        Assert.False(StreamEnd.IsDone("\"[DONE]\""u8));
        Assert.False(StreamEnd.IsDone("[DONE] [DONE]"u8));
        Assert.False(StreamEnd.IsDone(""u8));
    }

    [Fact]
    public void The_end_mark_alone_ends_it()
    {
        Assert.True(StreamEnd.IsDone("[DONE]"u8));
        Assert.True(StreamEnd.IsDone(" [DONE] "u8));
    }
}
