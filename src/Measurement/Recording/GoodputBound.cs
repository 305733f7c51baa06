using System.Globalization;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Measurement.Recording;

/// <summary>A bound a request must meet to count towards goodput, as vLLM's and InferenceX's <c>--goodput KEY:MS</c>.</summary>
/// <param name="Metric"><c>ttft</c>, <c>tpot</c> or <c>e2el</c>.</param>
/// <param name="LimitMs">The largest value that is still good, ms.</param>
public sealed record GoodputBound(string Metric, double LimitMs)
{
    /// <summary>Parses <c>KEY:MS</c>.</summary>
    /// <exception cref="FormatException">Not of that form; the message says what would be right.</exception>
    public static GoodputBound Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        if (parts.Length != 2 || parts[0] is not ("ttft" or "tpot" or "e2el")
            || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double limit) || !(limit >= 0) || double.IsInfinity(limit))
        {
            throw new FormatException($"'{text}' is not a goodput bound; write ttft:MS, tpot:MS or e2el:MS, such as ttft:500");
        }

        return new GoodputBound(parts[0], limit);
    }

    /// <summary>The request meets the bound. As in InferenceX, a request without a TPOT (one token) meets any TPOT bound.</summary>
    public bool IsMet(in RequestFigures figures)
    {
        double ns = Metric switch
        {
            "ttft" => figures.TtftNs,
            "tpot" => double.IsNaN(figures.TpotNs) ? 0 : figures.TpotNs,
            _ => figures.E2eNs,
        };
        return ns >= 0 && ns <= LimitMs * 1e6;
    }
}
