using System.Text.Json;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Rows;

public class AggregatedDocumentTests
{
    private const string Raw = """
        {"date":"20260314-193625","backend":"vllm","model_id":"org/Model","max_concurrency":16,"duration":10,"completed":160,"total_input_tokens":14000,
         "total_output_tokens":2000,"request_throughput":16,"output_throughput":200,"total_token_throughput":1600,
         "mean_ttft_ms":100,"p99.9_ttft_ms":500,"mean_tpot_ms":20,"std_tpot_ms":0,"p90_tpot_ms":25,"mean_itl_ms":21,"mean_e2el_ms":2000}
        """;

    private static readonly PointIdentity s_engine = new()
    {
        Hardware = "h200", Framework = "vllm", Model = "m", Precision = "fp8", Image = "img:1", Isl = 1024, Osl = 128, Concurrency = 16,
        Decode = new WorkerShape { Tp = 8, Ep = 8, DpAttention = true, Gpus = 8 },
    };

    private static readonly PointIdentity s_pair = s_engine with
    {
        Disaggregated = true, Router = "sglang", RouterVersion = "0.3", KvTransfer = "nixl",
        Prefill = new WorkerShape { Tp = 4, Workers = 2, Gpus = 8 }, Decode = new WorkerShape { Tp = 8, Ep = 8, Gpus = 8 },
    };

    [Fact]
    public void One_worker_has_the_fields_of_one_node_in_their_order()
    {
        JsonElement document = Write(s_engine);
        Assert.Equal(
            [
                "hw", "conc", "image", "model", "infmax_model_prefix", "framework", "precision", "spec_decoding", "disagg", "recipe_fingerprint", "isl", "osl",
                "is_multinode", "tp", "pp", "dcp_size", "pcp_size", "ep", "dp_attention", "tput_per_gpu", "output_tput_per_gpu", "input_tput_per_gpu",
                "mean_ttft", "p99.9_ttft", "mean_tpot", "mean_intvty", "std_tpot", "p90_tpot", "p90_intvty", "mean_itl", "mean_e2el",
            ],
            document.EnumerateObject().Select(field => field.Name));
        Assert.Equal("true", document.GetProperty("dp_attention").GetString());
        Assert.Equal((200.0, 25.0, 175.0), (Number(document, "tput_per_gpu"), Number(document, "output_tput_per_gpu"), Number(document, "input_tput_per_gpu")));
        Assert.Equal((0.1, 0.02, 50.0, 40.0), (Number(document, "mean_ttft"), Number(document, "mean_tpot"), Number(document, "mean_intvty"), Number(document, "p90_intvty")));
    }

    // As there: vLLM is started with one GPU a rank, and the row says tp 8.
    [Fact]
    public void Data_parallel_ranks_with_GPUs_of_their_own_are_one_node_s_tp()
    {
        JsonElement document = Write(s_engine with { Decode = new WorkerShape { Tp = 1, Ep = 8, DpAttention = true, Dp = 8, Gpus = 8 } });
        Assert.False(document.GetProperty("is_multinode").GetBoolean());
        Assert.Equal((8, 1, "true"), (document.GetProperty("tp").GetInt32(), document.GetProperty("pp").GetInt32(), document.GetProperty("dp_attention").GetString()));
        Assert.Equal(200.0, Number(document, "tput_per_gpu"));
        document = Write(s_pair with { Decode = new WorkerShape { Tp = 1, Ep = 16, DpAttention = true, Dp = 16, Workers = 2, Gpus = 32 } });
        Assert.Equal((16, 2, 32), (document.GetProperty("decode_tp").GetInt32(), document.GetProperty("decode_num_workers").GetInt32(), document.GetProperty("num_decode_gpu").GetInt32()));
    }

    // 1,600 tok/s, 200 of them output, over 8 prefill and 8 decode GPUs: both denominators.
    [Fact]
    public void Two_pools_have_the_fields_of_several_nodes_in_their_order()
    {
        JsonElement document = Write(s_pair);
        Assert.Equal(
            [
                "router", "kv_p2p_transfer", "is_multinode",
                "prefill_tp", "prefill_pp", "prefill_dcp_size", "prefill_pcp_size", "prefill_ep", "prefill_dp_attention", "prefill_num_workers",
                "decode_tp", "decode_pp", "decode_dcp_size", "decode_pcp_size", "decode_ep", "decode_dp_attention", "decode_num_workers",
                "num_prefill_gpu", "num_decode_gpu", "tput_per_gpu", "output_tput_per_gpu", "input_tput_per_gpu", "mean_ttft",
            ],
            document.EnumerateObject().Select(field => field.Name).Skip(12).Take(23));
        Assert.Equal("sglang", document.GetProperty("router").GetProperty("name").GetString());
        Assert.Equal((100.0, 25.0, 175.0), (Number(document, "tput_per_gpu"), Number(document, "output_tput_per_gpu"), Number(document, "input_tput_per_gpu")));
    }

    [Fact]
    public void An_engine_of_several_workers_is_a_prefill_role_alone()
    {
        JsonElement document = Write(s_engine with { Decode = new WorkerShape { Tp = 2, Workers = 4, Gpus = 8 } });
        Assert.Equal((4.0, 8.0, 0.0, 0.0, 0.0), (
            Number(document, "prefill_num_workers"), Number(document, "num_prefill_gpu"), Number(document, "num_decode_gpu"), Number(document, "decode_tp"), Number(document, "decode_num_workers")));
        Assert.Equal((200.0, 25.0, 175.0), (Number(document, "tput_per_gpu"), Number(document, "output_tput_per_gpu"), Number(document, "input_tput_per_gpu")));
    }

    [Fact]
    public void Power_stands_at_the_end_rounded_as_there()
    {
        JsonElement document = Write(s_pair, Raw.TrimEnd().TrimEnd('}') + """
            ,"power_metric_schema_version":2,"power_valid":1,"avg_power_w":500.12345,"avg_total_gpu_power_w":8001.9752,"total_gpu_energy_j":80019.752,
             "joules_per_successful_query":500.12345,"joules_per_input_token":5.71569657,"joules_per_output_token":40.009876,"joules_per_total_token":5.0012345,
             "prefill_gpu_energy_j":50000,"prefill_avg_power_w":625,"decode_gpu_energy_j":30019.752,"decode_avg_power_w":375.2469}
            """);
        Assert.Equal(
            [
                "power_metric_schema_version", "power_valid", "avg_power_w", "avg_total_gpu_power_w", "total_gpu_energy_j", "joules_per_successful_query",
                "joules_per_input_token", "joules_per_output_token", "joules_per_total_token", "prefill_gpu_energy_j", "prefill_avg_power_w",
                "prefill_joules_per_input_token", "decode_gpu_energy_j", "decode_avg_power_w", "decode_joules_per_output_token",
            ],
            document.EnumerateObject().Select(field => field.Name).TakeLast(15));
        Assert.Equal((500.123, 5.715697, 3.571429, 15.009876), (
            Number(document, "avg_power_w"), Number(document, "joules_per_input_token"), Number(document, "prefill_joules_per_input_token"), Number(document, "decode_joules_per_output_token")));
    }

    [Fact]
    public void Power_that_does_not_stand_is_not_given()
    {
        JsonElement document = Write(s_engine, Raw.TrimEnd().TrimEnd('}') + """,  "power_metric_schema_version":2,"power_valid":0,"avg_power_w":500}""");
        Assert.Equal(0, Number(document, "power_valid"));
        Assert.Equal("power_valid", document.EnumerateObject().Last().Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_written_is_read_back_unflagged(bool isPair)
    {
        PointIdentity identity = isPair ? s_pair with { Multinode = true } : s_engine;
        ResultRow row = Assert.Single(InferenceXRows.Parse(Write(identity), "agg.json", default).Rows);
        Assert.Empty(row.Flags);
        Assert.Equal(identity with { ModelName = "org/Model" }, row.Identity);
        Assert.Equal(50, row.Metrics["mean_intvty"]);
    }

    [Fact]
    public void The_file_is_written_into_the_run_s_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("inferencex.json", Raw);
        string path = AggregatedDocument.WriteFile(folder.Path, "p1", s_engine, "abc");
        Assert.Equal(Path.Combine(folder.Path, "agg_p1.json"), path);
        Assert.Equal("abc", TestData.Json(File.ReadAllText(path)).GetProperty("recipe_fingerprint").GetString());
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void A_folder_without_a_run_is_an_error_and_stays_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<ResultsException>(() => AggregatedDocument.WriteFile(folder.Path, "p1", s_engine));
        Assert.Contains("accepted: the folder of a finished run", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static JsonElement Write(PointIdentity identity, string raw = Raw)
    {
        using var stream = new MemoryStream();
        AggregatedDocument.Write(stream, identity, TestData.Json(raw));
        return TestData.Json(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static double Number(JsonElement document, string name) => document.GetProperty(name).GetDouble();
}
