using System.Text.Json;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using Npgsql;
using NpgsqlTypes;

namespace LoadGen.Results.Postgres;

/// <summary>One run into the database, in one transaction: its row and all of its figures, or nothing.</summary>
internal static class RowInsert
{
    private const string Run = """
        INSERT INTO loadgen.runs (id, source, measured_at, point_key, label, fingerprint, sweep, point, repeat, hardware, framework, model, model_name, precision,
            spec_decoding, disaggregated, gpus, image, isl, osl, scenario, concurrency, rate_per_s, simulated, valid, status, flags, notes, url, folder, identity)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27::jsonb, $28::jsonb,
            $29, $30, $31::jsonb)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Metrics = "INSERT INTO loadgen.metrics (run_id, name, value) SELECT $1, key, value::double precision FROM jsonb_each_text($2::jsonb)";

    /// <summary>Inserts it.</summary>
    /// <returns>False when the run is there already: its id is made of its content, so there is nothing to change.</returns>
    public static async Task<bool> RunAsync(NpgsqlConnection connection, ResultRow row, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var run = new NpgsqlCommand(Run, connection, transaction))
        {
            AddRow(run.Parameters, row);
            if (await run.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                return false;
            }
        }

        await using (var metrics = new NpgsqlCommand(Metrics, connection, transaction))
        {
            Add(metrics.Parameters, row.Id);
            Add(metrics.Parameters, JsonSerializer.Serialize(Clean(row.Metrics), RowJson.Default.IReadOnlyDictionaryStringDouble));
            await metrics.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static void AddRow(NpgsqlParameterCollection to, ResultRow row)
    {
        PointIdentity identity = row.Identity;
        Add(to, row.Id);
        Add(to, row.Source == RowSource.Run ? "run" : "inferencex");
        to.Add(new NpgsqlParameter<DateTime> { TypedValue = row.MeasuredAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        Add(to, PointKey.Of(row));
        Add(to, PointLabel.Of(identity));
        Add(to, row.Fingerprint);
        Add(to, row.Sweep);
        Add(to, row.Point);
        Add(to, row.Repeat);
        Add(to, identity.Hardware);
        Add(to, identity.Framework);
        Add(to, identity.Model);
        Add(to, identity.ModelName);
        Add(to, identity.Precision);
        Add(to, identity.SpecDecoding);
        Add(to, identity.Disaggregated);
        Add(to, identity.Gpus);
        Add(to, identity.Image);
        Add(to, identity.Isl);
        Add(to, identity.Osl);
        Add(to, identity.Scenario);
        Add(to, identity.Concurrency);
        Add(to, identity.RatePerS, NpgsqlDbType.Double);
        Add(to, row.Simulated);
        Add(to, row.Valid);
        Add(to, row.Status);
        Add(to, Json(row.Flags));
        Add(to, Json(row.Notes));
        Add(to, row.Url);
        Add(to, row.Folder);
        Add(to, Json(identity));
    }

    internal static string Json(IReadOnlyList<string> lines) => JsonSerializer.Serialize([.. lines.Select(line => Clean(line)!)], RowJson.Default.IReadOnlyListString);

    internal static string Json(PointIdentity identity) => JsonSerializer.Serialize(
        identity with
        {
            Hardware = Clean(identity.Hardware)!,
            Framework = Clean(identity.Framework)!,
            Model = Clean(identity.Model)!,
            ModelName = Clean(identity.ModelName),
            Precision = Clean(identity.Precision)!,
            SpecDecoding = Clean(identity.SpecDecoding)!,
            Image = Clean(identity.Image),
            Scenario = Clean(identity.Scenario)!,
            Router = Clean(identity.Router),
            RouterVersion = Clean(identity.RouterVersion),
            KvTransfer = Clean(identity.KvTransfer),
            Variant = Clean(identity.Variant),
        },
        RowJson.Default.PointIdentity);

    private static IReadOnlyDictionary<string, double> Clean(IReadOnlyDictionary<string, double> metrics) =>
        metrics.Keys.Any(key => key.Contains('\0', StringComparison.Ordinal))
            ? metrics.DistinctBy(figure => Clean(figure.Key)).ToDictionary(figure => Clean(figure.Key)!, figure => figure.Value, StringComparer.Ordinal)
            : metrics;

    // No text of PostgreSQL's can hold the character 0, nor can its jsonb, where it would be \u0000; a folder's or an image's name does not either.
    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    private static void Add(NpgsqlParameterCollection to, string? value) => Add(to, Clean(value), NpgsqlDbType.Text);

    private static void Add(NpgsqlParameterCollection to, int? value) => Add(to, value, NpgsqlDbType.Integer);

    private static void Add(NpgsqlParameterCollection to, bool? value) => Add(to, value, NpgsqlDbType.Boolean);

    private static void Add(NpgsqlParameterCollection to, object? value, NpgsqlDbType type) =>
        to.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
