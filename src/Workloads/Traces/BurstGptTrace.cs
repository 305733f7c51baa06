using System.Buffers.Text;

namespace LoadGen.Workloads.Traces;

/// <summary>
/// BurstGPT's traces (https://github.com/HPMLL/BurstGPT), CSV with a header; the second shape is the third file's:
/// <code>
/// Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
/// Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type
/// </code>
/// Timestamps are seconds. A request with no response tokens failed when it was recorded.
/// </summary>
internal sealed class BurstGptTrace() : CsvTrace(new CsvTraceColumns("Timestamp", "Request tokens", "Response tokens", "Session ID"))
{
    // Three years: the third file's clock stands at 335 days.
    private const double MaxSeconds = 94_608_000;

    public override TraceFormat Format => TraceFormat.BurstGpt;

    protected override string Beginning => "a BurstGPT trace begins with Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type";

    protected override int OutputTokensMin => 0;

    /// <summary>Whether a header is BurstGPT's.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line) => line.IndexOf("Request tokens"u8) >= 0;

    protected override string? ReadTime(ReadOnlySpan<byte> field, out long timeNs)
    {
        bool isNumber = Utf8Parser.TryParse(field, out double seconds, out int used) && used == field.Length;
        bool isTime = isNumber && seconds is >= 0 and <= MaxSeconds;
        timeNs = isTime ? (long)Math.Round(seconds * 1e9) : 0;
        return isTime ? null : $"Timestamp is {Quote(field)}; it must be seconds, 0 to {MaxSeconds:0}";
    }
}
