using System.Globalization;

namespace LoadGen.Results.Points;

/// <summary>A point's identity as people read it, such as <c>h200 sglang dsr1 fp8 tp8 1024/1024 c64</c>.</summary>
public static class PointLabel
{
    /// <summary>The whole of it in one line.</summary>
    public static string Of(PointIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return string.Join(' ', new[]
        {
            identity.Hardware, identity.Framework, identity.Model, identity.Precision, identity.SpecDecoding == "none" ? null : identity.SpecDecoding,
            Shape(identity), Lengths(identity), Load(identity), identity.Variant is { } variant ? $"({variant})" : null,
        }.OfType<string>());
    }

    /// <summary>How it is split over GPUs, such as <c>tp8</c>, <c>tp8 ep8 dpa</c> or <c>2×tp4 + 1×tp8</c>: prefill, then decode.</summary>
    public static string Shape(PointIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.Prefill is { } prefill
            ? string.Create(CultureInfo.InvariantCulture, $"{prefill.Workers}×{Worker(prefill)} + {identity.Decode.Workers}×{Worker(identity.Decode)}")
            : identity.Decode.Workers > 1
                ? string.Create(CultureInfo.InvariantCulture, $"{identity.Decode.Workers}×{Worker(identity.Decode)}")
                : Worker(identity.Decode);
    }

    /// <summary>Input and output lengths, such as <c>1024/1024</c>; the scenario's name where a trace or a data set says.</summary>
    public static string Lengths(PointIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity is { Isl: null, Osl: null }
            ? identity.Scenario
            : string.Create(CultureInfo.InvariantCulture, $"{Number(identity.Isl)}/{Number(identity.Osl)}");
    }

    /// <summary>The load, such as <c>c64</c> or <c>5/s</c>.</summary>
    public static string? Load(PointIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        string?[] parts =
        [
            identity.RatePerS is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate}/s") : null,
            identity.Concurrency is { } concurrency ? string.Create(CultureInfo.InvariantCulture, $"c{concurrency}") : null,
        ];
        return parts.Any(part => part is not null) ? string.Join(' ', parts.OfType<string>()) : null;
    }

    private static string Worker(WorkerShape shape) =>
        string.Create(CultureInfo.InvariantCulture, $"tp{shape.Tp}")
        + (shape.Pp > 1 ? string.Create(CultureInfo.InvariantCulture, $" pp{shape.Pp}") : "")
        + (shape.Ep > 1 ? string.Create(CultureInfo.InvariantCulture, $" ep{shape.Ep}") : "")
        + (shape.DpAttention ? string.Create(CultureInfo.InvariantCulture, $" dpa{shape.UnusualDp()}") : "");

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
