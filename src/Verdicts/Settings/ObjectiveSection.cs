using System.Text.Json;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>
/// One objective of an SLA's file, key for key. Values with a unit are taken as they stand, so that <see cref="ObjectiveReader"/> can say
/// which unit is missing.
/// </summary>
public sealed record ObjectiveSection
{
    /// <summary>Its name; null: put together from what it asks.</summary>
    public string? Name { get; init; }

    /// <summary>What it is about.</summary>
    public required ObjectiveMetric Metric { get; init; }

    /// <summary>The bound holds for this percentile of requests: <c>99</c>.</summary>
    public double? Percentile { get; init; }

    /// <summary>The bound holds for this share of requests: <c>99.5%</c>.</summary>
    public JsonElement? Requests { get; init; }

    /// <summary>The bound holds for the mean.</summary>
    public bool Mean { get; init; }

    /// <summary>The most: <c>2000ms</c>, <c>1%</c>.</summary>
    public JsonElement? Max { get; init; }

    /// <summary>The least: <c>25</c> tokens/s, <c>99.9%</c>.</summary>
    public JsonElement? Min { get; init; }

    /// <summary>Prompt lengths that it is about, tokens: <c>0-8192</c>, <c>8193-</c>.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>Turns of a session that it is about, from 1: <c>1</c>, <c>2-</c>.</summary>
    public JsonElement? Turn { get; init; }

    /// <summary>Of availability: the length of a window, <c>10s</c>.</summary>
    public JsonElement? Window { get; init; }

    /// <summary>Of accuracy: the evaluation, by name or file.</summary>
    public string? Evaluation { get; init; }

    /// <summary>Of accuracy: its questions; null: the evaluation's own.</summary>
    public string? Dataset { get; init; }
}
