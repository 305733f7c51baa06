using System.Text.Json.Serialization;
using LoadGen.Measurement.Results;

namespace LoadGen.Verdicts.Searching;

/// <summary>The document <c>search.json</c>: where an SLA ceases to hold, and every measurement that says so. Written anew after each step.</summary>
public sealed record SearchDocument
{
    /// <summary>The file's name in a search's folder.</summary>
    public const string FileName = "search.json";

    /// <summary>What the document is.</summary>
    public const string SchemaName = "loadgen.search";

    /// <summary>Always <see cref="SchemaName"/>.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>Goes up when a key changes its meaning or goes away; new keys alone do not count.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The program.</summary>
    public required ToolInfo Tool { get; init; }

    /// <summary>What is searched for: of which SLA, where, how exactly.</summary>
    public required SearchQuestion Question { get; init; }

    /// <summary>Why the search is over: <c>under_way</c>, <c>exact</c>, <c>passes_everywhere</c>, <c>fails_everywhere</c>, <c>uncertain</c>, <c>out_of_time</c>, <c>client_bound</c>.</summary>
    public required SearchEnd End { get; init; }

    /// <summary>The highest level at which the SLA was shown to hold; null for none.</summary>
    public required double? HighestPass { get; init; }

    /// <summary>The lowest level at which it was shown not to; null for none.</summary>
    public required double? LowestFail { get; init; }

    /// <summary>The geometric middle of both; null without both.</summary>
    public required double? Estimate { get; init; }

    /// <summary>Requests a second that met every objective at <see cref="HighestPass"/>; null for none.</summary>
    public required double? GoodputRps { get; init; }

    /// <summary>What all measurements took, seconds.</summary>
    public required double SpentS { get; init; }

    /// <summary>The measurements, in their order.</summary>
    public required IReadOnlyList<LevelMeasurement> Steps { get; init; }

    /// <summary>The document of a search as it stands.</summary>
    /// <param name="tool">The program.</param>
    /// <param name="question">What is searched for.</param>
    /// <param name="outcome">What was found so far.</param>
    public static SearchDocument Of(ToolInfo tool, SearchQuestion question, SearchOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new SearchDocument
        {
            Tool = tool,
            Question = question,
            End = outcome.End,
            HighestPass = outcome.HighestPass,
            LowestFail = outcome.LowestFail,
            Estimate = outcome.Estimate,
            GoodputRps = outcome.AtHighestPass?.GoodputRps,
            SpentS = outcome.SpentS,
            Steps = outcome.Steps,
        };
    }
}

/// <summary>What is searched for. Two searches with the same question may share their measurements.</summary>
/// <param name="Sla">The SLA's name.</param>
/// <param name="SlaSha256">SHA-256 of its file.</param>
/// <param name="Url">The endpoint.</param>
/// <param name="Model">Its model.</param>
/// <param name="Variable"><c>rate</c> or <c>concurrency</c>.</param>
/// <param name="Load">The load's other arguments.</param>
/// <param name="Start">The level that is measured first.</param>
/// <param name="Lowest">The lowest level of interest.</param>
/// <param name="Highest">The highest.</param>
/// <param name="Precision">How far the ends may be apart, as a share of the lower one.</param>
/// <param name="Confidence">How sure each measurement's verdict is: the SLA's error shared among the measurements that a level may get.</param>
public sealed record SearchQuestion(
    string Sla, string SlaSha256, string Url, string Model, string Variable, string Load, double Start, double Lowest, double Highest, double Precision, double Confidence);

/// <summary>How the document is written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n", Converters = [typeof(SnakeCase<SearchEnd>), typeof(SnakeCase<LevelVerdict>)])]
[JsonSerializable(typeof(SearchDocument))]
internal sealed partial class SearchJson : JsonSerializerContext;

/// <summary>Enumerations by their snake_case names.</summary>
internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
