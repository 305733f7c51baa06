using System.Text;
using LoadGen.Routing.Pairs;

namespace LoadGen.Routing.Tests.Pairs;

public sealed class UsageCountsTests
{
    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}""", 12, -1, 3)]
    [InlineData("""{"usage":{"prompt_tokens":12,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":8}}}""", 12, 8, 3)]
    [InlineData("""{"usage": {"prompt_tokens":1,"prompt_tokens_details":null,"completion_tokens":0}}""", 1, -1, 0)]
    [InlineData("""{"text":"","meta_info":{"finish_reason":{"type":"stop"},"prompt_tokens":5,"completion_tokens":2,"cached_tokens":4}}""", 5, 4, 2)]
    [InlineData("""{"usage":null}""", -1, -1, -1)]
    [InlineData("""{"usage" : null}""", -1, -1, -1)]
    [InlineData("""{"meta_info":{"finish_reason":null,"prompt_tokens":5}}""", -1, -1, -1)]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]}""", -1, -1, -1)]
    [InlineData("""{"choices":[{"text":"\"usage\":{\"prompt_tokens\":9}"}]}""", -1, -1, -1)]
    [InlineData("""{"choices":[{"usage":{"prompt_tokens":9}}]}""", -1, -1, -1)]
    [InlineData("""{"usage":{"prompt_tokens":"9","completion_tokens":1e3}}""", -1, -1, -1)]
    [InlineData("""{"usage":[1]}""", -1, -1, -1)]
    [InlineData("""{"usage":{"prompt_tokens":9""", -1, -1, -1)]
    [InlineData("[DONE]", -1, -1, -1)]
    [InlineData("", -1, -1, -1)]
    public void Counts_are_those_that_the_engine_states_at_the_top(string json, long prompt, long cached, long completion) =>
        Assert.Equal(new UsageCounts(prompt, cached, completion), UsageCounts.Find(Encoding.UTF8.GetBytes(json)));
}
