using System.Globalization;
using Npgsql;

namespace LoadGen.Results.Postgres;

/// <summary>
/// Brings a database's schema to what this program writes. A lock of the database's own keeps two pushes from doing it at once; each step is one
/// transaction with its own entry in <c>loadgen.migrations</c>, so that a step is there whole or not at all.
/// </summary>
internal static class Migrations
{
    // "loadgen" as eight bytes: any number does, as long as nobody else's tool takes it.
    private const long LockKey = 0x006c6f616467656e;

    /// <summary>Applies the steps that are missing.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="PushException">The schema is a newer program's.</exception>
    public static async Task<int> ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await AppliedAsync(connection, cancellationToken) == Migration.All.Count)
        {
            return 0;
        }

        await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock({LockKey})"), cancellationToken);
        try
        {
            // Asked again: the other push may have done it meanwhile.
            int applied = await AppliedAsync(connection, cancellationToken);
            int missing = Migration.All.Count - applied;
            foreach (Migration step in Migration.All.Skip(applied))
            {
                await ApplyAsync(connection, step, cancellationToken);
            }

            return missing;
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_unlock({LockKey})"), CancellationToken.None);
            }
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration step, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (step.Number == 1)
        {
            // A database's owner may have made the schema for a user who may not.
            bool hasSchema = await ScalarAsync(connection, "SELECT to_regnamespace('loadgen') IS NOT NULL", cancellationToken) is true;
            string schema = hasSchema ? "" : "CREATE SCHEMA loadgen;";
            await RunAsync(connection, schema + """
                CREATE TABLE loadgen.migrations (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
                """, cancellationToken);
        }

        await RunAsync(connection, step.Sql, cancellationToken);
        await using var entry = new NpgsqlCommand("INSERT INTO loadgen.migrations (number, name) VALUES ($1, $2)", connection);
        entry.Parameters.Add(new NpgsqlParameter<int> { TypedValue = step.Number });
        entry.Parameters.Add(new NpgsqlParameter<string> { TypedValue = step.Name });
        await entry.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(connection, "SELECT to_regclass('loadgen.migrations') IS NOT NULL", cancellationToken) is not true)
        {
            return 0;
        }

        int applied = await ScalarAsync(connection, "SELECT coalesce(max(number), 0) FROM loadgen.migrations", cancellationToken) is int number ? number : 0;
        return applied <= Migration.All.Count
            ? applied
            : throw new PushException($"the database has schema {applied}, this program writes {Migration.All.Count}: push with the newer loadgen", isUnreachable: false);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
