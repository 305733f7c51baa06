using System.Globalization;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Results;

/// <summary>Files of rows as InferenceX's dashboard has them, made for a test.</summary>
internal static class ResultFiles
{
    /// <summary>Writes a file: a row for each (concurrency, tok/s/GPU, tok/s/user).</summary>
    public static string Rows(this TempFolder folder, string name, string hardware, params (int Concurrency, double PerGpu, double PerUser)[] points) =>
        folder.File(name, "[" + string.Join(',', points.Select(point => Row(hardware, point.Concurrency, point.PerGpu, point.PerUser))) + "]");

    private static string Row(string hardware, int concurrency, double perGpu, double perUser) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"hardware":"{{hardware}}","framework":"sglang","model":"dsr1","precision":"fp8","spec_method":"none","disagg":false,"is_multinode":false,"isl":1024,"osl":1024,
         "conc":{{concurrency}},"decode_tp":8,"decode_ep":1,"decode_dp_attention":false,"decode_num_workers":0,"num_decode_gpu":8,"num_prefill_gpu":8,"prefill_tp":8,
         "prefill_ep":1,"prefill_dp_attention":false,"prefill_num_workers":0,"image":"x","date":"2026-07-01",
         "metrics":{"tput_per_gpu":{{perGpu}},"output_tput_per_gpu":{{perGpu / 2}},"input_tput_per_gpu":{{perGpu / 2}},"median_intvty":{{perUser}},"median_tpot":{{1 / perUser}},"median_e2el":{{1024 / perUser}}
         }
        }
        """);
}
