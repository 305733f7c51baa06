using System.Text.Json.Nodes;

namespace LoadGen.Reporting.Tests.Html.Support;

/// <summary>A request of a judged run, as its record has it; 100 output tokens of 10 ms each after the first.</summary>
internal sealed record RequestFor(double TtftMs)
{
    private const int OutputTokens = 100;

    public string Outcome { get; init; } = "completed";

    public string Phase { get; init; } = "steady";

    public double TpotMs { get; init; } = 10;

    public int InputTokens { get; init; } = 100;

    public string? Session { get; init; }

    public string? Error { get; init; }

    /// <summary>Its record; ten requests a second are due.</summary>
    public string Line(int index)
    {
        double sendS = index / 10.0;
        bool isComplete = Outcome == "completed";
        double lastedMs = isComplete ? TtftMs + ((OutputTokens - 1) * TpotMs) : TtftMs;
        var line = new JsonObject { ["index"] = index };
        if (Session is not null)
        {
            line["session"] = Session;
            line["turn"] = 2;
        }

        line["outcome"] = Outcome;
        line["intended_s"] = sendS;
        line["send_s"] = sendS;
        line["phase"] = Phase;
        line["end_s"] = sendS + (lastedMs / 1000);
        if (isComplete)
        {
            line["ttft_ms"] = TtftMs;
            line["tpot_ms"] = TpotMs;
            line["itl_max_ms"] = 3 * TpotMs;
        }

        line["e2e_ms"] = lastedMs;
        line["input_tokens"] = InputTokens;
        line["requested_input_tokens"] = InputTokens;
        line["output_tokens"] = isComplete ? OutputTokens : 0;
        if (Error is not null)
        {
            line["error"] = Error;
        }

        return line.ToJsonString();
    }
}
