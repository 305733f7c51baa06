using LoadGen.Results.Points;
using LoadGen.Results.Scores;

namespace LoadGen.Results.Rows;

/// <summary>
/// One measured point as tables, charts and comparisons take it, whatever it was read from. <see cref="Metrics"/> has InferenceX's keys:
/// latencies in s (<c>median_ttft</c>, <c>p99_tpot</c>, <c>mean_e2el</c>, <c>median_itl</c>), <c>*_intvty</c> in tok/s/user,
/// <c>tput_per_gpu</c>, <c>output_tput_per_gpu</c>, <c>input_tput_per_gpu</c> in tok/s/GPU, power in W, energy in J a token.
/// </summary>
public sealed record ResultRow
{
    /// <summary>Unique among rows, stable when the same folder or file is read again.</summary>
    public required string Id { get; init; }

    /// <summary>What was measured.</summary>
    public required PointIdentity Identity { get; init; }

    /// <summary>The figures by InferenceX's keys; a figure that was not measured is not there.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>How well the engine answered, a task each; their figures are among <see cref="Metrics"/> too (<see cref="ScoreFigures"/>).</summary>
    public IReadOnlyList<TaskScore> Scores { get; init; } = [];

    /// <summary>When it was measured: the start, UTC; the day where no more is known.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>Where it comes from.</summary>
    public required RowSource Source { get; init; }

    /// <summary>Measured on a simulated engine.</summary>
    public bool Simulated { get; init; }

    /// <summary>The figures are the engine's and not the client's own (<c>validity</c>); null where nobody judged.</summary>
    public bool? Valid { get; init; }

    /// <summary>complete, partial or failed.</summary>
    public string Status { get; init; } = "complete";

    /// <summary>The sweep and the point's id in it; null for none.</summary>
    public string? Sweep { get; init; }

    /// <summary>See <see cref="Sweep"/>.</summary>
    public string? Point { get; init; }

    /// <summary>Which repeat, from 1.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The point's fingerprint; null where there is none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The run's folder; null for rows of others.</summary>
    public string? Folder { get; init; }

    /// <summary>Where a row of others was published; null where not known.</summary>
    public string? Url { get; init; }

    /// <summary>What is wrong with it, one line each; such rows are shown marked and left out of frontiers.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>What a reader should know of it, one line each; it stands all the same.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>It is complete and nothing is wrong with it: it may stand in a comparison or a frontier.</summary>
    public bool IsSound => Status == "complete" && Flags.Count == 0;
}
