using LoadGen.Results.Rows;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Rows;

public class InferenceXRowsTests
{
    private const string OneNode = """
        {"hw":"b200-trt","conc":16,"image":"i:1","model":"deepseek-ai/DeepSeek-R1","infmax_model_prefix":"dsr1","framework":"trt","precision":"fp8",
         "spec_decoding":"mtp","disagg":false,"recipe_fingerprint":"","isl":1024,"osl":1024,"is_multinode":false,"tp":8,"pp":1,"dcp_size":1,"pcp_size":1,
         "ep":8,"dp_attention":"true","tput_per_gpu":100,"output_tput_per_gpu":40,"input_tput_per_gpu":60,"median_tpot":0.01,"median_intvty":100,
         "std_tpot":0.001,"std_intvty":1000}
        """;

    private const string TwoPools = """
        {"hw":"gb200-nv","conc":64,"image":"i:1","model":"deepseek-ai/DeepSeek-R1","infmax_model_prefix":"dsr1","framework":"dynamo-sglang","precision":"fp4",
         "spec_decoding":"none","disagg":true,"isl":8192,"osl":1024,"router":{"name":"dynamo","version":"1.0"},"kv_p2p_transfer":"nixl","is_multinode":true,
         "prefill_tp":4,"prefill_ep":4,"prefill_dp_attention":"true","prefill_num_workers":2,"decode_tp":16,"decode_ep":16,"decode_dp_attention":"false",
         "decode_num_workers":1,"num_prefill_gpu":8,"num_decode_gpu":16,"tput_per_gpu":300,"output_tput_per_gpu":150,"input_tput_per_gpu":600}
        """;

    [Fact]
    public void An_aggregated_row_of_one_node_is_read()
    {
        ResultRow row = ReadOne(OneNode);
        Assert.Equal(("b200", "trt", "dsr1", "fp8", "mtp"), (row.Identity.Hardware, row.Identity.Framework, row.Identity.Model, row.Identity.Precision, row.Identity.SpecDecoding));
        Assert.Equal((16, 1024, 1024), (row.Identity.Concurrency, row.Identity.Isl, row.Identity.Osl));
        Assert.Equal((8, 8, true, 8), (row.Identity.Decode.Tp, row.Identity.Decode.Ep, row.Identity.Decode.DpAttention, row.Identity.Gpus));
        Assert.Equal(["input_tput_per_gpu", "median_intvty", "median_tpot", "output_tput_per_gpu", "std_tpot", "tput_per_gpu"], row.Metrics.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(row.Flags);
    }

    [Fact]
    public void An_aggregated_row_of_two_pools_is_read()
    {
        ResultRow row = ReadOne(TwoPools);
        Assert.Equal("gb200", row.Identity.Hardware);
        Assert.Equal((8, 16, 24), (row.Identity.Prefill!.Gpus, row.Identity.Decode.Gpus, row.Identity.Gpus));
        Assert.Equal((2, true, false), (row.Identity.Prefill.Workers, row.Identity.Prefill.DpAttention, row.Identity.Decode.DpAttention));
        Assert.Equal(("dynamo", "1.0", "nixl"), (row.Identity.Router, row.Identity.RouterVersion, row.Identity.KvTransfer));
        Assert.Equal(3, row.Metrics.Count);
        Assert.Empty(row.Flags);
    }

    [Fact]
    public void Several_nodes_without_a_decode_role_are_one_engine()
    {
        ResultRow row = ReadOne(TwoPools
            .Replace("\"disagg\":true", "\"disagg\":false", StringComparison.Ordinal)
            .Replace("\"num_decode_gpu\":16", "\"num_decode_gpu\":0", StringComparison.Ordinal)
            .Replace("\"tput_per_gpu\":300", "\"tput_per_gpu\":750", StringComparison.Ordinal));
        Assert.Null(row.Identity.Prefill);
        Assert.Equal((4, 2, 8), (row.Identity.Decode.Tp, row.Identity.Decode.Workers, row.Identity.Gpus));
        Assert.Empty(row.Flags);
    }

    [Fact]
    public void A_pair_on_two_kinds_of_GPU_says_so()
    {
        ResultRow row = ReadOne(TwoPools.Replace("\"isl\"", "\"prefill_hw\":\"h200\",\"decode_hw\":\"b200\",\"isl\"", StringComparison.Ordinal));
        Assert.Equal("b200", row.Identity.Hardware);
        Assert.Contains("prefill runs on h200", Assert.Single(row.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster:mi355x-amd", "mi355x")]
    [InlineData("h200-cw_0", "h200")]
    [InlineData("tpu-v7", "tpu-v7")]
    [InlineData("abacus", "abacus")]
    public void A_machine_s_name_is_its_SKU_where_the_catalog_knows_one(string hw, string sku) =>
        Assert.Equal(sku, ReadOne(OneNode.Replace("b200-trt", hw, StringComparison.Ordinal)).Identity.Hardware);

    [Fact]
    public void A_real_client_s_own_file_is_read_and_says_what_is_not_in_it()
    {
        RowReading reading = InferenceXRows.Read(TestData.Path("raw_client_glm47_conc16.json"));
        ResultRow row = Assert.Single(reading.Rows);
        Assert.Empty(reading.Problems);
        Assert.Empty(row.Flags);
        Assert.Equal(("glm-4.7", "zai-org/GLM-4.7", "vllm", 16), (row.Identity.Model, row.Identity.ModelName, row.Identity.Framework, row.Identity.Concurrency));
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 19, 36, 25, TimeSpan.Zero), row.MeasuredAt);
        Assert.Equal(0.49811096891944544, row.Metrics["mean_ttft"], 12);
        Assert.Equal(1000 / 81.24676168279643, row.Metrics["median_intvty"], 12);
        Assert.Equal(447.58730925540925, row.Metrics["total_token_throughput"]);
        Assert.DoesNotContain("tput_per_gpu", row.Metrics.Keys);
        Assert.Contains("nothing is per GPU", Assert.Single(row.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_read_whole_and_what_is_no_row_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/agg_one.json", OneNode);
        folder.Write("b/agg_both.json", $"[{TwoPools}, 7, {{\"hw\":\"h200\",\"infmax_model_prefix\":\"dsr1\"}}]");
        folder.Write("eval.json", """{"gsm8k":0.95}""");
        folder.Write("cut.json", "{\"hw\":");
        folder.Write("notes.txt", "not JSON");

        RowReading reading = InferenceXRows.Read(folder.Path);

        Assert.Equal(2, reading.Rows.Count);
        Assert.Equal(["agg_both.json[1]", "agg_both.json[2]", "cut.json", "eval.json"], reading.Problems.Select(line => Path.GetFileName(line.Split(": ")[0])));
        Assert.All(reading.Problems, line => Assert.DoesNotContain('\n', line));
    }

    [Fact]
    public void A_path_that_is_not_there_is_an_error()
    {
        var error = Assert.Throws<ResultsException>(() => InferenceXRows.Read("no/such/place"));
        Assert.Contains("no/such/place does not exist", error.Message, StringComparison.Ordinal);
    }

    private static ResultRow ReadOne(string json) => Assert.Single(InferenceXRows.Parse(TestData.Json(json), "one.json", DateTimeOffset.UnixEpoch).Rows);
}
