using System.Globalization;

namespace LoadGen.Shared.Evaluations;

/// <summary><c>evaluation.json</c> as text, for tests of what reads it.</summary>
internal static class EvaluationText
{
    /// <summary>Of questions q0, q1, …: + for a right answer, - for a wrong one. Its interval is a tenth to either side.</summary>
    public static string Of(string answers, string name = "gsm8k", string status = "complete", int errors = 0, string hash = "h")
    {
        int right = answers.Count(mark => mark == '+');
        double share = (double)right / answers.Length;
        string accuracy = string.Create(CultureInfo.InvariantCulture,
            $$"""{"share":{{share}},"low":{{Math.Max(0, share - 0.1)}},"high":{{Math.Min(1, share + 0.1)}},"standard_error":{{Math.Sqrt(share * (1 - share) / answers.Length)}},"right":{{right}},"asked":{{answers.Length}}}""");
        string questions = string.Join(',', answers.Select((mark, i) =>
            $$"""{"id":"q{{i}}","hash":"{{hash}}{{i}}","line":{{i + 1}},"repeat":0,"expected":"1","extracted":"1","form":"strict","correct":{{(mark == '+' ? "true" : "false")}},"outcome":"completed","finish_reason":"stop","input_tokens":3,"output_tokens":4}"""));
        return $$"""
            {"schema":"loadgen.evaluation","schema_version":1,"tool":{"name":"loadgen","version":"0","commit":"0","runtime":"0"},"name":"{{name}}","status":"{{status}}",
             "started_at":"2026-07-01T10:00:00+00:00","target":{"url":"http://x/","api":"chat","model":"m"},
             "dataset":{"file":"set.jsonl","sha256":"00","shape":"gsm8k","questions":{{answers.Length}},"asked":{{answers.Length}},"skipped_lines":[]},
             "asking":{"settings_sha256":"0123456789","few_shot":2,"repeats":1,"max_tokens":100,"temperature":0,"seed":0,"extra_body":false},
             "accuracy":{{accuracy}},"strict_accuracy":{{accuracy}},"pass_at_repeats":null,
             "answers":{"strict":{{answers.Length}},"flexible":0,"none":0,"truncated":0,"errors":{{errors}},"errors_by_outcome":{},"output_tokens":12},
             "by_subject":{},"speed":{"concurrency":4,"duration_s":2,"output_tokens_per_s":100,"total_tokens_per_s":120,"ttft_ms_p50":5,"tpot_ms_p50":null,"interactivity_tps_p50":null},
             "questions":[{{questions}}]}
            """;
    }
}
