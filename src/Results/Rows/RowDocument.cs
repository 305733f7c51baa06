using System.Globalization;
using System.Text.Json;

namespace LoadGen.Results.Rows;

/// <summary>Rows as JSON and as CSV, for other programs.</summary>
public static class RowDocument
{
    private static readonly string[] s_columns =
    [
        "id", "source", "measured_at", "hardware", "framework", "model", "precision", "spec_decoding", "disaggregated", "multinode", "gpus", "tp", "pp", "ep",
        "dp_attention", "workers", "prefill_tp", "prefill_pp", "prefill_ep", "prefill_dp_attention", "prefill_workers", "prefill_gpus", "isl", "osl", "scenario",
        "concurrency", "rate_per_s", "router", "image", "simulated", "valid", "status", "sweep", "point", "repeat", "folder", "url", "flags",
    ];

    /// <summary>A JSON array, one object a row: the fields of <see cref="ResultRow"/> in snake_case.</summary>
    public static string Json(IReadOnlyList<ResultRow> rows) => JsonSerializer.Serialize(rows, RowJson.Readable.IReadOnlyListResultRow);

    /// <summary>CSV (RFC 4180): who and what, then a column for each figure that any row has, by name.</summary>
    public static void WriteCsv(IReadOnlyList<ResultRow> rows, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(output);
        string[] figures = [.. rows.SelectMany(row => row.Metrics.Keys).Distinct().Order(StringComparer.Ordinal)];
        output.WriteLine(string.Join(',', s_columns.Concat(figures).Select(Csv.Cell)));
        foreach (ResultRow row in rows)
        {
            output.WriteLine(string.Join(',', Cells(row)
                .Concat(figures.Select(figure => Csv.Number(row.Metrics.TryGetValue(figure, out double value) ? value : null)))
                .Select(Csv.Cell)));
        }
    }

    private static IEnumerable<string> Cells(ResultRow row)
    {
        Points.PointIdentity identity = row.Identity;
        object?[] cells =
        [
            row.Id, row.Source == RowSource.Run ? "run" : "inferencex", row.MeasuredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            identity.Hardware, identity.Framework, identity.Model, identity.Precision, identity.SpecDecoding, identity.Disaggregated, identity.Multinode,
            identity.Gpus, identity.Decode.Tp, identity.Decode.Pp, identity.Decode.Ep, identity.Decode.DpAttention, identity.Decode.Workers, identity.Prefill?.Tp,
            identity.Prefill?.Pp, identity.Prefill?.Ep, identity.Prefill?.DpAttention, identity.Prefill?.Workers, identity.Prefill?.Gpus, identity.Isl, identity.Osl,
            identity.Scenario, identity.Concurrency, identity.RatePerS, identity.Router, identity.Image, row.Simulated, row.Valid, row.Status, row.Sweep, row.Point,
            row.Repeat, row.Folder, row.Url, string.Join("; ", row.Flags),
        ];
        return cells.Select(cell => cell switch
        {
            null => "",
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString()!,
        });
    }
}
