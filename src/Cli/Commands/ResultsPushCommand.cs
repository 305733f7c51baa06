using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Results.Postgres;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen results push</c>.</summary>
internal static class ResultsPushCommand
{
    private const string Description = """
        Push results into a PostgreSQL database, for teams that run nightly. Each run is one transaction; a run that is there is left alone, so that
        pushing twice changes nothing, and after a lost connection one pushes again. The schema is brought up first (schema loadgen of the database).
        The password comes from PGPASSWORD, PGPASSFILE or ~/.pgpass, never from the command line. docs/postgres.md describes the tables.

        Examples:
          loadgen results push --to postgres://bench@db.example:5432/results?sslmode=verify-full
          loadgen results push results/nightly --to 'postgres:///results?host=/var/run/postgresql'
        """;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Results folders, sweeps, runs, or files of rows. Default: results.", Arity = ArgumentArity.ZeroOrMore };
        var to = new Option<string>("--to") { Description = "The database, as a PostgreSQL URI without a password.", HelpName = "URI", Required = true };
        var filter = new RowFilterOptions();
        var command = new Command("push", Description) { paths, to };
        filter.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var problems = new Problems();
            RowFilter wanted = filter.Read(parse, problems);
            PostgresTarget? target = Target(parse.GetValue(to)!, problems);
            problems.ThrowIfAny();
            string[] named = parse.GetValue(paths) is { Length: > 0 } given ? given : [ResultSets.DefaultFolder];
            try
            {
                PushReport report = await ResultPusher.PushAsync(ResultSets.Read(named, wanted), target!, cancellationToken);
                Console.Out.WriteLine($"{target!.Name}: {report.Pushed} runs pushed, {report.Present} were there");
                return ExitCode.Ok;
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine("loadgen: interrupted; every run is there whole or not at all: push again");
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    private static PostgresTarget? Target(string uri, Problems problems)
    {
        try
        {
            return PostgresTarget.Parse(uri);
        }
        catch (FormatException e)
        {
            problems.Add("--to: " + e.Message);
            return null;
        }
    }
}
