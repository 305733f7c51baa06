using System.Text.Json;

namespace LoadGen.Verdicts.Settings;

/// <summary>An SLA's file, key for key (<c>StopEarly</c> is <c>stop_early</c>). docs/sla.md describes each.</summary>
public sealed record SlaFile
{
    /// <summary>How sure a verdict is when the file does not say: as MLPerf's early stopping.</summary>
    public const double DefaultConfidence = 0.99;

    /// <summary>The SLA's name; null: the file's.</summary>
    public string? Name { get; init; }

    /// <summary>What it promises, in a line.</summary>
    public string? About { get; init; }

    /// <summary>Where its figures come from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>How sure pass and fail are, 0.5 to below 1.</summary>
    public double Confidence { get; init; } = DefaultConfidence;

    /// <summary>The run ends as soon as the verdict is certain; otherwise there is one look, at the end.</summary>
    public bool StopEarly { get; init; } = true;

    /// <summary>The load that it holds under: bench's options, with underscores.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Load { get; init; }

    /// <summary>What must hold: all of it.</summary>
    public required IReadOnlyList<ObjectiveSection> Objectives { get; init; }
}
