using System.Globalization;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Points;

/// <summary>
/// What makes two measurements comparable: equal keys, equal points. Image, versions and the model's full name are left out on purpose: what a new
/// image does to the figures of a point is the question that comparisons answer.
/// </summary>
public static class PointKey
{
    /// <summary>The key of a row's point, in lower case: no simulated run is a repeat of a real one.</summary>
    public static string Of(ResultRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Of(row.Identity) + (row.Simulated ? "|simulated" : "");
    }

    /// <summary>The key of a point, in lower case.</summary>
    public static string Of(PointIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        // That a deployment spans nodes follows from its shape; rows of others do not always say it.
        return string.Join('|', identity.Hardware, identity.Framework, identity.Model, identity.Precision, identity.SpecDecoding, identity.Scenario,
            Text(identity.Isl), Text(identity.Osl), Text(identity.Concurrency), identity.RatePerS?.ToString("R", CultureInfo.InvariantCulture),
            Shape(identity.Prefill), Shape(identity.Decode), identity.Router).ToLowerInvariant()
            + Named("kv", identity.KvTransfer) + Named("variant", identity.Variant);
    }

    // Behind the others and only where there is one: keys that are in databases stay what they were.
    private static string Named(string name, string? value) => value is null ? "" : $"|{name}={value.ToLowerInvariant()}";

    private static string Shape(WorkerShape? shape) => shape is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"tp{shape.Tp},pp{shape.Pp},ep{shape.Ep},dpa{shape.DpAttention},{shape.Workers}x,{shape.Gpus}")
            + (shape.UnusualDp() is { } dp ? string.Create(CultureInfo.InvariantCulture, $",dp{dp}") : "");

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
