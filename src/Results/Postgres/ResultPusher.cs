using System.Globalization;
using LoadGen.Results.Rows;
using Npgsql;

namespace LoadGen.Results.Postgres;

/// <summary>
/// Pushes rows into a PostgreSQL database. A run is one transaction, and a run that is there is left alone: pushing twice, or again after a
/// connection was lost, ends with every run there once and whole.
/// </summary>
public static class ResultPusher
{
    /// <summary>Pushes.</summary>
    /// <param name="rows">The rows, flagged ones included: a team wants to see its bad nights too.</param>
    /// <param name="target">Where to.</param>
    /// <param name="cancellationToken">Ends it between two runs, or within one, which is then not there.</param>
    /// <exception cref="PushException">The database was not reached, went away, or refused.</exception>
    public static async Task<PushReport> PushAsync(IReadOnlyList<ResultRow> rows, PostgresTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(target);
        int pushed = 0;
        int present = 0;
        try
        {
            var builder = new NpgsqlSlimDataSourceBuilder(target.Settings.ConnectionString);
            builder.EnableTransportSecurity();
            await using NpgsqlDataSource source = builder.Build();
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
            int migrations = await Migrations.ApplyAsync(connection, cancellationToken);
            foreach (ResultRow row in rows)
            {
                if (await RowInsert.RunAsync(connection, row, cancellationToken))
                {
                    pushed++;
                }
                else
                {
                    present++;
                }
            }

            return new PushReport(pushed, present, migrations);
        }
        catch (PostgresException e) when (!IsGoingAway(e))
        {
            throw new PushException($"{target.Name} refused: {Line(e.MessageText)} (SQLSTATE {e.SqlState}){After(pushed + present, rows.Count)}", isUnreachable: false, e);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            throw new PushException($"{target.Name}: {Line(e.Message)}{After(pushed + present, rows.Count)}", isUnreachable: true, e);
        }
    }

    // Class 57: an administrator ended the connection or the server. Class 08: connection exceptions. 53300: too many connections.
    private static bool IsGoingAway(PostgresException e) =>
        e.SqlState.StartsWith("57", StringComparison.Ordinal) || e.SqlState.StartsWith("08", StringComparison.Ordinal) || e.SqlState == "53300";

    // At least: a connection that is lost while a run is committed takes the answer with it.
    internal static string After(int done, int all) => done == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; at least {done} of {all} runs are there whole, none in part: push again");

    private static string Line(string message) => message.ReplaceLineEndings(" ");
}

/// <summary>What a push did.</summary>
/// <param name="Pushed">Runs that are new in the database.</param>
/// <param name="Present">Runs that were there.</param>
/// <param name="Migrations">Steps by which the database's schema was brought up.</param>
public sealed record PushReport(int Pushed, int Present, int Migrations);
