namespace LoadGen.Telemetry.Windows;

/// <summary>A figure, or why there is none. There is no third case: what was not measured is never 0.</summary>
public readonly record struct Figure
{
    private Figure(double? value, string? absent)
    {
        Value = value;
        Absent = absent;
    }

    /// <summary>The figure; null when there is none.</summary>
    public double? Value { get; }

    /// <summary>Why there is none; null when there is one.</summary>
    public string? Absent { get; }

    /// <summary>A figure.</summary>
    public static Figure Of(double value) => new(value, null);

    /// <summary>None.</summary>
    /// <param name="reason">Why, in words.</param>
    public static Figure Missing(string reason) => new(null, reason);

    /// <summary>The figure through a function; a missing one stays missing.</summary>
    public Figure Select(Func<double, double> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Value is { } value ? Of(map(value)) : this;
    }
}
