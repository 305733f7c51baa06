using LoadGen.Economics.Models;
using LoadGen.Economics.Skus;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Tests.Roofline;

/// <summary>The curves lean the right way, for every model of the catalog.</summary>
public class RooflineShapeTests
{
    private static readonly double[] s_concurrencies = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    // Rows whose SKU can hold the model.
    public static TheoryData<string, string, string> Cases => new(
        from sku in (string[])["h100", "h200", "b200", "b300", "gb200", "gb300", "mi300x", "mi325x", "mi355x"]
        from model in ModelCatalog.BuiltIn.Models
        from precision in model.AttentionWeights.Keys
        where SkuCatalog.BuiltIn.Get(sku).Precisions.Contains(precision) && Deployments.Of(sku, model.Id, precision).Validate().Count == 0
        select (sku, model.Id, precision));

    [Theory]
    [MemberData(nameof(Cases))]
    public void With_concurrency_throughput_rises_and_interactivity_falls(string sku, string model, string precision)
    {
        Deployment engine = Deployments.Of(sku, model, precision);
        Prediction[] found = [.. s_concurrencies.Select(concurrency => RooflinePredictor.Predict(engine, new Traffic(concurrency, 922, 922)))];
        for (int i = 1; i < found.Length; i++)
        {
            Assert.True(found[i].OutputTokensPerSPerGpu > found[i - 1].OutputTokensPerSPerGpu, $"throughput at {s_concurrencies[i]}");
            Assert.True(found[i].Interactivity < found[i - 1].Interactivity, $"interactivity at {s_concurrencies[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Longer_prompts_take_longer_to_the_first_token(string sku, string model, string precision)
    {
        Deployment engine = Deployments.Of(sku, model, precision);
        double[] firstS = [.. ((double[])[128, 1024, 8192, 32_768]).Select(tokens => RooflinePredictor.Predict(engine, new Traffic(4, tokens, 256)).TtftS)];
        Assert.Equal(firstS.Order(), firstS);
        Assert.True(firstS[^1] > firstS[0]);
    }

    [Theory]
    [InlineData("b200")]
    [InlineData("b300")]
    [InlineData("gb300")]
    [InlineData("mi355x")]
    public void Fp4_is_faster_where_the_SKU_computes_in_it(string sku) => Assert.All(s_concurrencies, concurrency =>
    {
        var traffic = new Traffic(concurrency, 922, 922);
        Prediction narrow = RooflinePredictor.Predict(Deployments.Of(sku, precision: "fp4"), traffic);
        Prediction wide = RooflinePredictor.Predict(Deployments.Of(sku), traffic);
        Assert.True(narrow.OutputTokensPerSPerGpu > wide.OutputTokensPerSPerGpu);
        Assert.True(narrow.Interactivity > wide.Interactivity);
    });

    [Theory]
    [InlineData("llama-3.3-70b", 1, 8)]
    [InlineData("gpt-oss-120b", 1, 8)]
    [InlineData("deepseek-r1", 4, 8)]
    public void More_GPUs_make_one_user_faster_and_each_GPU_yield_less(string model, int few, int many)
    {
        string precision = model == "gpt-oss-120b" ? "fp4" : "fp8";
        var traffic = new Traffic(16, 922, 922);
        Prediction small = RooflinePredictor.Predict(Deployments.Of("b300", model, precision, few), traffic);
        Prediction large = RooflinePredictor.Predict(Deployments.Of("b300", model, precision, many), traffic);
        Assert.True(large.Interactivity > small.Interactivity);
        Assert.True(large.OutputTokensPerSPerGpu < small.OutputTokensPerSPerGpu);
    }

    [Fact]
    public void Beyond_what_the_cache_holds_requests_queue_and_throughput_stays()
    {
        Deployment engine = Deployments.Of("h100", "llama-3.3-70b", "bf16", tp: 4);
        Prediction full = RooflinePredictor.Predict(engine, new Traffic(4096, 8192, 1024));
        Prediction fuller = RooflinePredictor.Predict(engine, new Traffic(8192, 8192, 1024));
        Assert.True(full.Running < 4096);
        Assert.Equal(full.Running, fuller.Running, 6);
        Assert.Equal(full.OutputTokensPerSPerGpu, fuller.OutputTokensPerSPerGpu, 6);
        Assert.True(fuller.TtftS > full.TtftS * 1.5);
    }

    [Fact]
    public void A_batch_that_may_not_grow_makes_requests_queue()
    {
        Prediction open = RooflinePredictor.Predict(Deployments.Of(), new Traffic(128, 922, 922));
        Prediction bound = RooflinePredictor.Predict(Deployments.Of() with { MaxRunning = 32 }, new Traffic(128, 922, 922));
        Assert.Equal(32, bound.Running);
        Assert.True(bound.TtftS > open.TtftS);
        Assert.True(bound.Interactivity > open.Interactivity);
    }

    [Fact]
    public void Speculative_decoding_pays_while_there_is_room_for_it()
    {
        Deployment plain = Deployments.Of("b200");
        Deployment drafting = plain with { SpecTokens = 3 };
        Deployment hapless = drafting with { Acceptance = 0 };
        var traffic = new Traffic(4, 922, 922);
        Assert.True(RooflinePredictor.Predict(drafting, traffic).Interactivity > 1.4 * RooflinePredictor.Predict(plain, traffic).Interactivity);
        Assert.True(RooflinePredictor.Predict(hapless, traffic).Interactivity < RooflinePredictor.Predict(plain, traffic).Interactivity);
    }

    [Fact]
    public void A_pair_is_bound_by_the_side_that_has_too_little()
    {
        Deployment engine = Deployments.Of("gb200", tp: 8);
        var traffic = new Traffic(512, 7373, 922);
        Prediction one = RooflinePredictor.Predict(new PairDeployment(engine, 1, engine, 1), traffic);
        Prediction morePrefill = RooflinePredictor.Predict(new PairDeployment(engine, 4, engine, 1), traffic);
        Assert.True(morePrefill.OutputTokensPerSPerGpu > one.OutputTokensPerSPerGpu);
        Assert.True(morePrefill.TtftS < one.TtftS);
    }

    [Fact]
    public void A_faster_network_hands_caches_over_sooner()
    {
        Deployment engine = Deployments.Of();
        Deployment wired = engine with { Sku = engine.Sku with { ScaleOutGbPerS = 10 * engine.Sku.ScaleOutGbPerS } };
        Assert.True(RooflinePredictor.HandoffS(wired, 8192) < RooflinePredictor.HandoffS(engine, 8192));
    }
}
