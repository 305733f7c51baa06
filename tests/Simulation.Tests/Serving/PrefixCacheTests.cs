using System.Text.Json;
using LoadGen.Simulation.Requests;
using LoadGen.Simulation.Serving;
using LoadGen.Simulation.Tests.Support;

namespace LoadGen.Simulation.Tests.Serving;

public class PrefixCacheTests
{
    [Fact]
    public void A_prompt_is_known_as_far_as_one_before_it_went()
    {
        var cache = new PrefixCache();
        Assert.Equal([0], cache.Remember(Blocks(0, 200)));
        Assert.Equal([192], cache.Remember(Blocks(0, 200)));
        Assert.Equal([192], cache.Remember(Blocks(0, 500)));
        Assert.Equal([64], cache.Remember(Blocks(0, 70)));
        Assert.Equal([0], cache.Remember(Blocks(1, 200)));
    }

    [Fact]
    public void The_oldest_blocks_are_forgotten_first()
    {
        var cache = new PrefixCache(blocksMax: 4);
        cache.Remember(Blocks(0, 200));
        cache.Remember(Blocks(1, 200));
        Assert.Equal([192], cache.Remember(Blocks(1, 200)));
        Assert.Equal([0], cache.Remember(Blocks(0, 200)));
    }

    [Fact]
    public async Task Usage_says_what_was_cached_only_when_asked_to()
    {
        string prompt = string.Join(' ', Enumerable.Range(0, 100));
        string body = $$"""{"max_tokens":1,"stream":true,"stream_options":{"include_usage":true},"prompt":"{{prompt}}"}""";
        await using SimulatedEngine plain = await Engines.StartAsync();
        await using SimulatedEngine engine = await Engines.StartAsync(Engines.Fast with { CachedPrefix = true });
        using var plainApi = new Api(plain);
        using var api = new Api(engine);
        Assert.Equal(0, await CachedAsync(plainApi, body));
        Assert.Equal(0, await CachedAsync(plainApi, body));
        Assert.Equal(0, await CachedAsync(api, body));
        Assert.Equal(64, await CachedAsync(api, body));
        JsonElement[] batch = [.. (await api.JsonAsync(Api.Generate, $$"""{"sampling_params":{"n":2},"text":["{{prompt}}","b"]}""")).Json.EnumerateArray()];
        Assert.Equal([64, 64, 0, 0], batch.Select(item => item.GetProperty("meta_info").GetProperty("cached_tokens").GetInt32()));
        JsonElement choices = (await api.JsonAsync(Api.Completions, $$"""{"prompt":["{{prompt}}","b"]}""")).Json;
        Assert.Equal(64, choices.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }

    private static async Task<int> CachedAsync(Api api, string body) =>
        Sse.Parse((await api.EventsAsync(Api.Completions, body))[^2]).GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();

    private static PromptBlocks Blocks(int first, int tokens)
    {
        var blocks = new PromptBlocks();
        blocks.BeginPrompt();
        for (int i = 0; i < tokens; i++)
        {
            blocks.AddId(first + i);
        }

        return blocks;
    }
}
