using LoadGen.Reporting.Html.Documents;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Scores;

namespace LoadGen.Reporting.Html;

/// <summary>From rows to the page's rows.</summary>
internal static class ReportRows
{
    private const string FixedLengths = "fixed-seq-len";
    private const string Complete = "complete";
    private const string NoSpeculation = "none";

    /// <summary>One row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="keys">The figures that the report has.</param>
    /// <param name="folder">The folder that the report lies in: links to runs are from there.</param>
    public static ReportRow From(ResultRow row, IReadOnlyList<string> keys, string folder)
    {
        PointIdentity identity = row.Identity;
        return new ReportRow
        {
            Id = row.Id,
            Key = PointKey.Of(row),
            Hardware = identity.Hardware,
            Framework = identity.Framework,
            Model = identity.Model,
            ModelName = identity.ModelName,
            Precision = identity.Precision,
            SpecDecoding = identity.SpecDecoding == NoSpeculation ? null : identity.SpecDecoding,
            Disaggregated = identity.Disaggregated,
            Multinode = identity.Multinode,
            Image = identity.Image,
            Isl = identity.Isl,
            Osl = identity.Osl,
            Scenario = identity.Scenario == FixedLengths ? null : identity.Scenario,
            Concurrency = identity.Concurrency,
            RatePerS = identity.RatePerS,
            Decode = Workers(identity.Decode),
            Prefill = identity.Prefill is { } prefill ? Workers(prefill) : null,
            Router = identity.Router,
            KvTransfer = identity.KvTransfer,
            Variant = identity.Variant,
            MeasuredAt = row.MeasuredAt.ToUniversalTime(),
            Source = row.Source == RowSource.Run ? "run" : "inferencex",
            Simulated = row.Simulated,
            Valid = row.Valid,
            Status = row.Status == Complete ? null : row.Status,
            Sweep = row.Sweep,
            Point = row.Point,
            Repeat = row.Repeat,
            Folder = row.Folder is { } path ? Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/') : null,
            Url = row.Url,
            Flags = row.Flags.Count > 0 ? row.Flags : null,
            Scores = row.Scores.Count > 0 ? [.. row.Scores.Select(Score)] : null,
            Values = [.. keys.Select(key => row.Metrics.TryGetValue(key, out double value) ? ReportFigures.Rounded(value) : null)],
        };
    }

    private static ReportScore Score(TaskScore score) => new(
        score.Task, ReportFigures.Rounded(score.Accuracy) ?? 0, Rounded(score.Low), Rounded(score.High), Rounded(score.StandardError), Rounded(score.Strict), score.Asked);

    private static double? Rounded(double? value) => value is { } number ? ReportFigures.Rounded(number) : null;

    private static ReportWorkers Workers(WorkerShape shape) => new(shape.Tp, shape.Pp, shape.Ep, shape.DpAttention, shape.Workers, shape.Gpus);
}
