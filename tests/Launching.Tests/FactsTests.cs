using LoadGen.Economics.Skus;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Tests;

/// <summary>The representative launches of InferenceX, row by row, as they were written down: independent of golden files and of recipes' text.</summary>
public class FactsTests
{
    [Theory]
    [InlineData("vllm/gptoss-fp4-h100", "h100", "VLLM_MXFP4_USE_MARLIN=1", "gpu-memory-utilization 0.9, max-num-seqs 64, no-enable-prefix-caching, max-num-batched-tokens 8192, max-model-len 2304")]
    [InlineData("sglang/qwen3.5-fp8-h100", "h100", "", "max-running-requests 256, chunked-prefill-size 16384, mem-fraction-static 0.8, stream-interval 50")]
    [InlineData("sglang/dsr1-fp8-h200", "h200", "TORCH_CUDA_ARCH_LIST=9.0", "tensor-parallel-size 8, disable-radix-cache, max-running-requests 256, cuda-graph-max-bs 256, chunked-prefill-size 32768, mem-fraction-static 0.82, attention-backend flashinfer, stream-interval 10")]
    [InlineData("sglang/dsr1-fp4-b200", "b200", "SGLANG_RADIX_FORCE_MISS=1", "kv-cache-dtype fp8_e4m3, quantization modelopt_fp4, attention-backend trtllm_mla, moe-runner-backend flashinfer_trtllm, enable-flashinfer-allreduce-fusion, mem-fraction-static 0.85, scheduler-recv-interval 30")]
    [InlineData("sglang/dsr1-fp8-b300-mtp", "b300", "SGLANG_ENABLE_SPEC_V2=1", "speculative-algorithm EAGLE, speculative-num-steps 2, speculative-num-draft-tokens 3, speculative-eagle-topk 1, fp8-gemm-backend flashinfer_trtllm, max-running-requests 512, stream-interval 30")]
    [InlineData("sglang/dsr1-fp8-mi300x", "mi300x", "SGLANG_USE_AITER=1, SGLANG_AITER_MLA_PERSIST=1, HSA_NO_SCRATCH_RECLAIM=1", "mem-fraction-static 0.8, cuda-graph-max-bs 128, chunked-prefill-size 131072, num-continuous-decode-steps 4, attention-backend aiter, disable-radix-cache")]
    [InlineData("sglang/dsr1-fp8-mi325x", "mi325x", "SGLANG_USE_AITER=1, SGLANG_AITER_MLA_PERSIST=1, HSA_NO_SCRATCH_RECLAIM=1", "mem-fraction-static 0.8, cuda-graph-max-bs 128, chunked-prefill-size 131072, num-continuous-decode-steps 4, attention-backend aiter, disable-radix-cache")]
    [InlineData("sglang/dsr1-fp8-mi355x", "mi355x", "SGLANG_USE_AITER=1, RCCL_MSCCL_ENABLE=0, ROCM_QUICK_REDUCE_QUANTIZATION=INT4", "chunked-prefill-size 196608, num-continuous-decode-steps 8")]
    [InlineData("vllm/gptoss-fp4-mi300x", "mi300x", "VLLM_ROCM_USE_AITER=1, AMDGCN_USE_BUFFER_OPS=0, VLLM_ROCM_QUICK_REDUCE_QUANTIZATION=INT4", "attention-backend ROCM_AITER_UNIFIED_ATTN, block-size 64, gpu-memory-utilization 0.95")]
    [InlineData("vllm/gptoss-fp4-mi355x", "mi355x", "VLLM_ROCM_USE_AITER=1, AMDGCN_USE_BUFFER_OPS=0, VLLM_ROCM_QUICK_REDUCE_QUANTIZATION=INT4", "attention-backend ROCM_AITER_UNIFIED_ATTN, block-size 64, gpu-memory-utilization 0.95")]
    [InlineData("atom/dsr1-fp8-mi355x", "mi355x", "OMP_NUM_THREADS=1, AMDGCN_USE_BUFFER_OPS=1", "server-port 8000, kv_cache_dtype fp8, max-model-len 10240")]
    public void A_row_has_its_variables_and_arguments(string recipe, string sku, string variables, string arguments) =>
        AssertHas(Plan(recipe, sku).Workers[0], variables, arguments);

    [Fact]
    public void B200_sglang_waits_less_for_few_requests_and_splits_attention()
    {
        AssertHas(Plan("sglang/dsr1-fp4-b200", "b200", new PlanRequest { Conc = 8 }).Workers[0], "", "scheduler-recv-interval 10");
        AssertHas(
            Plan("sglang/dsr1-fp4-b200", "b200", new PlanRequest { Dp = 8 }).Workers[0], "", "enable-dp-attention, enable-dp-lm-head, schedule-conservativeness 3.33, data-parallel-size 8");
    }

    [Fact]
    public void H200_trtllm_drafts_three_tokens_and_one_with_attention_split()
    {
        AssertFile(Plan("trtllm/dsr1-fp8-h200-mtp", "h200").Workers[0], "backend: CUTLASS", "free_gpu_memory_fraction: 0.75", "num_nextn_predict_layers: 3");
        AssertFile(Plan("trtllm/dsr1-fp8-h200-mtp", "h200", new PlanRequest { Dp = 8 }).Workers[0], "num_nextn_predict_layers: 1", "enable_attention_dp: true");
    }

    [Fact]
    public void B200_trtllm_is_started_by_mpirun_with_its_options_in_a_file()
    {
        WorkerPlan worker = Plan("trtllm/dsr1-fp8-b200", "b200").Workers[0];
        Assert.Equal(["mpirun", "-n", "1", "--oversubscribe", "--allow-run-as-root", "trtllm-serve"], Samples.Words(worker)[..6]);
        Assert.Contains("TLLM_OVERRIDE_LAYER_NUM=61", Variables(worker));
        Assert.Superset(
            new HashSet<string> { "--backend=pytorch", "--max_seq_len=8192", "--max_num_tokens=8192", "--tp_size=8", "--ep_size=1", "--extra_llm_api_options=%{files}/extra.yml" },
            Samples.Words(worker).ToHashSet());
        AssertFile(worker, "dtype: fp8", "free_gpu_memory_fraction: 0.8", "enable_block_reuse: false", "max_batch_size: 64", "stream_interval: 10", "backend: TRTLLM");
    }

    [Fact]
    public void B200_dynamo_sglang_has_a_frontend_and_a_split_pair()
    {
        LaunchPlan plan = Plan("dynamo/dsr1-fp4-b200-sglang", "b200");
        Assert.Equal([LaunchRole.Prefill, LaunchRole.Decode, LaunchRole.Frontend], plan.Workers.Select(worker => worker.Role));
        Assert.Equal([4, 8, 0], plan.Workers.Select(worker => worker.Gpus.Count));
        foreach (WorkerPlan worker in plan.Workers.Take(2))
        {
            AssertHas(worker, "MC_FORCE_MNNVL=1, NCCL_MNNVL_ENABLE=1, NCCL_CUMEM_ENABLE=1, UCX_TLS=rc,cuda_ipc,cuda_copy,tcp,self, SGLANG_DISAGGREGATION_BOOTSTRAP_TIMEOUT=100000, SGLANG_DISAGGREGATION_WAITING_TIMEOUT=100000, SGLANG_DISAGGREGATION_HEARTBEAT_MAX_FAILURE=100000", "enable-dp-attention");
        }

        Assert.Equal(["python3", "-m", "dynamo.frontend", "--http-port", "8000"], Samples.Words(plan.Workers[2]));
    }

    [Fact]
    public void GB300_dynamo_trtllm_has_its_variables_and_options()
    {
        LaunchPlan plan = Plan("dynamo/qwen3.5-fp4-gb300-trtllm", "gb300");
        Assert.Equal([2, 2, 2, 4, 0], plan.Workers.Select(worker => worker.Gpus.Count));
        Assert.Equal([0, 0, 1, 2, 0], plan.Workers.Select(worker => worker.Node));
        AssertHas(plan.Workers[0], "TRTLLM_ENABLE_PDL=1, TRTLLM_SERVER_DISABLE_GC=1, TRTLLM_WORKER_DISABLE_GC=1", "");
        AssertFile(plan.Workers[3], "backend: UCX", "backend: CUTEDSL", "stream_interval: 100", "num_postprocess_workers: 4");
    }

    [Fact]
    public void Atom_drafts_and_spreads_experts_when_asked() =>
        AssertHas(Plan("atom/dsr1-fp8-mi355x", "mi355x", new PlanRequest { Ep = 8, Set = ["mtp=true"] }).Workers[0], "", "method mtp, enable-expert-parallel");

    [Fact]
    public void MI355X_hands_over_by_MoRI_and_both_sides_have_one_context_length()
    {
        LaunchPlan plan = Plan("sglang/dsr1-fp8-mi355x-disagg", "mi355x", new PlanRequest { Ep = 8, Dp = 8 });
        Assert.Equal("sglang", plan.Router!.Protocol);
        foreach (WorkerPlan worker in plan.Workers)
        {
            AssertHas(
                worker,
                "SGLANG_MORI_DISPATCH_DTYPE=auto, MORI_RDMA_TC=104, SGLANG_DISAGGREGATION_BOOTSTRAP_TIMEOUT=3600, GLOO_SOCKET_IFNAME=eth0",
                $"disaggregation-mode {(worker.Role == LaunchRole.Prefill ? "prefill" : "decode")}, disaggregation-transfer-backend mori, kv-cache-dtype fp8_e4m3, attention-backend aiter, load-balance-method round_robin, enable-dp-attention, moe-dense-tp-size 1, enable-dp-lm-head, moe-a2a-backend mori, deepep-mode normal, context-length 2304");
            Assert.Contains("--disaggregation-ib-device", Samples.Words(worker));
            Assert.Contains(worker.Environment, variable => variable.Name == "NCCL_IB_HCA");
        }
    }

    [Fact]
    public void VLLM_hands_over_by_NIXL()
    {
        LaunchPlan plan = Plan("vllm/gptoss-fp4-nixl", "h100");
        Assert.Equal("nixl", plan.Router!.Protocol);
        AssertHas(plan.Workers[0], "", """kv-transfer-config {"kv_connector":"NixlConnector","kv_role":"kv_producer"}""");
        AssertHas(plan.Workers[1], "", """kv-transfer-config {"kv_connector":"NixlConnector","kv_role":"kv_consumer"}""");
    }

    [Theory]
    [InlineData("nixl")]
    [InlineData("mooncake")]
    public void SGLang_on_NVIDIA_hands_over_by_either_backend(string backend)
    {
        LaunchPlan plan = Plan("sglang/dsr1-fp8-h200-disagg", "h200", new PlanRequest { Set = [$"transfer={backend}"] });
        AssertHas(plan.Workers[0], "", $"disaggregation-mode prefill, disaggregation-transfer-backend {backend}");
        AssertHas(plan.Workers[1], "", $"disaggregation-mode decode, disaggregation-transfer-backend {backend}");
    }

    [Fact]
    public void MoRI_is_for_AMD_alone() =>
        Assert.Equal(
            ["sglang/dsr1-fp8-mi355x-disagg"],
            RecipeCatalog.BuiltIn.All().Where(recipe => recipe.Options.Any(option => option.Choices.Contains("mori"))).Select(recipe => recipe.Id));

    [Fact]
    public void Every_SKU_of_today_has_a_recipe() =>
        Assert.Empty(SkuCatalog.BuiltIn.Skus.Where(sku => !sku.Planned).Select(sku => sku.Id)
            .Except(RecipeCatalog.BuiltIn.All().SelectMany(recipe => recipe.Skus)));

    [Fact]
    public void Every_engine_is_there_and_most_in_both_modes()
    {
        IReadOnlyList<Recipe> recipes = RecipeCatalog.BuiltIn.All();
        Assert.Equal(["atom", "dynamo", "process", "sglang", "torch", "trtllm", "vllm"], recipes.Select(recipe => recipe.Engine).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            ["dynamo", "process", "sglang", "torch", "trtllm", "vllm"],
            recipes.Where(recipe => recipe.IsDisaggregated).Select(recipe => recipe.Engine).Distinct().Order(StringComparer.Ordinal));
    }

    private static LaunchPlan Plan(string recipe, string sku, PlanRequest? request = null) =>
        Planner.Plan(RecipeCatalog.BuiltIn.Get(recipe), SkuCatalog.BuiltIn.Get(sku), request ?? new PlanRequest());

    private static HashSet<string> Variables(WorkerPlan worker) => [.. worker.Environment.Select(variable => $"{variable.Name}={variable.Value}")];

    private static void AssertHas(WorkerPlan worker, string variables, string arguments)
    {
        Assert.Superset(Split(variables), Variables(worker));
        string line = $" {string.Join(' ', Samples.Words(worker))} ";
        Assert.All(Split(arguments), argument => Assert.Contains($" --{argument} ", line, StringComparison.Ordinal));
    }

    private static void AssertFile(WorkerPlan worker, params IEnumerable<string> lines) =>
        Assert.Superset(lines.ToHashSet(), worker.Files.SelectMany(file => file.Content.Split('\n')).Select(line => line.Trim()).ToHashSet());

    private static HashSet<string> Split(string list) => [.. list.Split(", ", StringSplitOptions.RemoveEmptyEntries)];
}
