using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Tests.Roofline;

public class DeploymentTests
{
    [Fact]
    public void What_a_recipe_asks_for_is_possible() => Assert.Empty(Deployments.Of(dp: 8).Validate());

    [Fact]
    public void Weights_that_do_not_fit_are_refused_with_what_would_help()
    {
        string problem = Assert.Single(Deployments.Of("h100").Validate());
        Assert.Equal("deepseek-r1 in fp8 takes 84 GB on each of 8 GPUs, more than 90% of h100's 80 GB: raise tp, or use a narrower precision", problem);
    }

    [Fact]
    public void Every_problem_is_named_at_once()
    {
        Deployment wrong = Deployments.Of("tpu-v7", precision: "bf16", tp: 8) with { Dp = 3, Ep = 2, ChunkTokens = 0, MaxRunning = 0, MemoryFraction = 2, SpecTokens = 99, Acceptance = 7, KvPrecision = "fp4" };
        string[] starts = ["sku tpu-v7 is", "deepseek-r1 has no bf16", "kv-precision fp4", "dp 3", "ep 2", "chunked-prefill-size 0", "max-running-requests 0", "mem-fraction 2", "spec-tokens 99", "acceptance 7"];
        Assert.Equal(starts.Length, wrong.Validate().Count);
        Assert.All(starts, start => Assert.Contains(wrong.Validate(), problem => problem.StartsWith(start, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_precision_that_the_SKU_does_not_run_is_refused()
    {
        Deployment engine = Deployments.Of();
        Deployment narrow = engine with { Sku = engine.Sku with { Precisions = ["bf16"] } };
        Assert.Equal("h200 does not run fp8 weights: use bf16", Assert.Single(narrow.Validate()));
    }

    // 61 layers × 576 numbers of 2 bytes, on each of 8 GPUs that hold copies: 141 GB × 0.9 less 84 GB of weights.
    [Fact]
    public void The_cache_of_latent_attention_is_the_same_on_every_GPU()
    {
        KvBudget budget = KvBudget.Of(Deployments.Of());
        Assert.Equal(61 * 576 * 2, budget.BytesPerToken);
        Assert.InRange(budget.Bytes, 51e9, 54e9);
        Assert.True(KvBudget.Of(Deployments.Of(dp: 8)).Bytes > 5 * budget.Bytes, "data-parallel ranks each hold other requests");
    }

    [Fact]
    public void Heads_of_keys_and_values_are_split_as_far_as_they_go()
    {
        Assert.Equal(KvBudget.Of(Deployments.Of(model: "llama-3.3-70b", tp: 8)).BytesPerToken * 8, KvBudget.Of(Deployments.Of(model: "llama-3.3-70b", tp: 1)).BytesPerToken);
        Assert.Equal(KvBudget.Of(Deployments.Of(model: "llama-3.3-70b", tp: 8)).BytesPerToken, KvBudget.Of(Deployments.Of(model: "llama-3.3-70b", tp: 16)).BytesPerToken);
    }

    [Fact]
    public void Windows_and_states_take_room_by_the_request()
    {
        Assert.True(KvBudget.Of(Deployments.Of(model: "qwen3.5-397b")).BytesPerRequest > 0);
        Assert.True(KvBudget.Of(Deployments.Of(model: "gpt-oss-120b", precision: "fp4")).BytesPerRequest > 0);
        Assert.Equal(0, KvBudget.Of(Deployments.Of()).BytesPerRequest);
    }

    [Fact]
    public void A_step_is_memory_bound_when_small_and_compute_bound_when_large()
    {
        StepTime decode = StepTime.Of(Deployments.Of(), StepLoad.Decode(8, 1024));
        StepTime prefill = StepTime.Of(Deployments.Of(), StepLoad.Prefill(1, 16_384));
        Assert.True(decode.MemoryS > decode.ComputeS);
        Assert.True(prefill.ComputeS > prefill.MemoryS);
        Assert.Equal(Math.Max(decode.MemoryS, decode.ComputeS) + decode.CommunicationS + decode.OverheadS, decode.TotalS);
    }

    [Fact]
    public void Beyond_the_scale_up_network_collectives_cost_more()
    {
        StepTime within = StepTime.Of(Deployments.Of("h200", tp: 8), StepLoad.Decode(8, 1024));
        StepTime across = StepTime.Of(Deployments.Of("h200", tp: 16), StepLoad.Decode(8, 1024));
        Assert.True(across.CommunicationS > within.CommunicationS);
        Assert.True(across.OverheadS > within.OverheadS);
    }
}
