using LoadGen.Results.Points;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Frontiers;

/// <summary>Which rows have a frontier together.</summary>
public static class FrontierGrouping
{
    private static readonly (string Key, Func<ResultRow, string> Value)[] s_parts =
    [
        ("sku", row => row.Identity.Hardware),
        ("engine", row => row.Identity.Framework),
        ("model", row => row.Identity.Model),
        ("precision", row => row.Identity.Precision),
        ("spec", row => row.Identity.SpecDecoding == "none" ? "" : row.Identity.SpecDecoding),
        ("pools", row => row.Identity.Disaggregated ? "disaggregated" : ""),
        ("shape", row => PointLabel.Shape(row.Identity)),
        ("lengths", row => PointLabel.Lengths(row.Identity)),
        ("router", row => row.Identity.Router ?? ""),
        ("variant", row => row.Identity.Variant ?? ""),
        ("image", row => row.Identity.Image ?? ""),
        ("sweep", row => row.Sweep ?? ""),
        ("origin", row => row.Simulated ? "simulated" : ""),
    ];

    /// <summary>Everything that rows can be told apart by.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. s_parts.Select(part => part.Key)];

    /// <summary>What tells rows apart whatever is asked for: of different models, lengths or origins they have no common frontier, and a cost follows from a SKU.</summary>
    public static IReadOnlyList<string> Always { get; } = ["sku", "model", "lengths", "origin"];

    /// <summary>What tells them apart unless something else is asked for.</summary>
    public static IReadOnlyList<string> Default { get; } = ["engine", "precision", "spec", "pools", "variant"];

    /// <summary>The group that a row is of, in words.</summary>
    /// <param name="row">The row.</param>
    /// <param name="by">Some of <see cref="Keys"/>.</param>
    public static string Of(ResultRow row, IReadOnlyList<string> by)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(by);
        return string.Join(' ', s_parts.Where(part => by.Contains(part.Key) || Always.Contains(part.Key)).Select(part => part.Value(row)).Where(text => text.Length > 0));
    }
}
