using System.CommandLine;
using System.Net;
using LoadGen.Cli.Options;
using LoadGen.Economics.PriceLists;
using LoadGen.Economics.Skus;
using LoadGen.Reporting.Html;
using LoadGen.Reporting.Html.Serving;
using LoadGen.Results;
using LoadGen.Results.Store;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen report</c>: the pictures of results, as one file or served.</summary>
internal static class ReportCommand
{
    private const string Description = """
        Write the pictures of results: one HTML file that opens anywhere and loads nothing, or a page that follows a sweep while it runs.

        Throughput per GPU, cost and tokens per MW against interactivity and latency, with their Pareto frontiers; each run's latencies by percentile
        and its course; history, comparison of two runs, a table. Folders are those of bench, sweep and results; files are InferenceX's rows.

        Examples:
          loadgen report results/nightly
          loadgen report results/mine dsr1_rows.json -o both.html --title "Ours and theirs" --price-table 2026-07
          loadgen report results/nightly --gpu-hour-price 2.10 --price-list configs/prices/example.yaml
          loadgen report results/nightly --serve --port 8080
        """;

    public static Command Create()
    {
        var paths = new Argument<string[]>("FOLDER|FILE") { Description = "Folders of results, or files of InferenceX's rows. Default: results.", Arity = ArgumentArity.ZeroOrMore };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write. Default: report.html.", HelpName = "FILE" };
        Option<string?> title = Syntax.Text("--title", "TEXT", "The page's heading. Default: the names of what is shown.");
        Option<string?> table = Syntax.Text("--price-table", "NAME", "The price table to begin with; the page can choose another. Default: the newest.");
        Option<double?> price = Syntax.Number("--gpu-hour-price", "A price of your own for a GPU-hour in US dollars, for every SKU.", 0, aboveMin: true);
        Option<string[]> lists = Syntax.Texts("--price-list", "FILE", "What providers sell tokens for: adds the gross margin (docs/economics.md); may be given several times.");
        Option<int?> details = Syntax.Integer("--details", $"Hold logs and records of so many runs, the newest. Default: {ReportOptions.DetailsDefault}.", 0);
        Option<string?> configs = Syntax.Text("--configs", "DIR", "A folder of configurations whose skus/*.yaml stand in for the built-in ones.");
        Option<bool> serve = Syntax.Flag("--serve", "Serve the page instead of writing it, and show what changes in the folders. Runs until Ctrl-C.");
        Option<string?> host = Syntax.Text("--host", "ADDRESS", "With --serve: address to listen on. Whoever reaches it reads the results. Default: 127.0.0.1.");
        Option<int?> port = Syntax.Integer("--port", "With --serve: port to listen on; 0 picks a free one. Default: 8080.", 0, 65535);
        var command = new Command("report", Description) { paths, output, title, table, price, lists, details, configs, serve, host, port };
        command.SetAction((parse, _) =>
        {
            string[] named = parse.GetValue(paths) is { Length: > 0 } given ? given : ["results"];
            string file = parse.GetValue(output) ?? "report.html";
            bool serves = parse.GetValue(serve);
            var builder = new ReportBuilder(parse.GetValue(configs) is { } folder ? SkuCatalog.FromFolder(Path.Combine(folder, "skus")) : SkuCatalog.BuiltIn);
            var problems = new Problems();
            Check(named, parse.GetValue(table), builder, problems);
            TokenPriceList[] sales = [.. (parse.GetValue(lists) ?? []).Select(TokenPriceReader.Read)];
            foreach (string name in sales.GroupBy(list => list.Name).Where(same => same.Count() > 1).Select(same => same.Key))
            {
                problems.Add($"--price-list: two lists are named '{name}'; accepted: a name of its own for each");
            }

            if (serves ? parse.GetValue(output) is not null : parse.GetValue(host) is not null || parse.GetValue(port) is not null)
            {
                problems.Add(serves ? "--output and --serve: a report is written or served" : "--host and --port need --serve");
            }

            IPAddress? address = IPAddress.TryParse(parse.GetValue(host) ?? "127.0.0.1", out IPAddress? parsed) ? parsed : null;
            if (address is null)
            {
                problems.Add($"--host: '{parse.GetValue(host)}' is not an address such as 127.0.0.1, 0.0.0.0 or ::1");
            }

            problems.ThrowIfAny();
            var options = new ReportOptions
            {
                Title = parse.GetValue(title) ?? string.Join(", ", named.Select(Name)),
                Tool = ReportFile.Tool,
                Folder = Path.GetDirectoryName(Path.GetFullPath(file))!,
                Sources = named,
                PriceTable = parse.GetValue(table),
                GpuHourUsd = parse.GetValue(price),
                PriceLists = sales,
                DetailsMax = parse.GetValue(details) ?? ReportOptions.DetailsDefault,
            };
            var source = new ReportSource(named, options, builder, RowReader.ReadFolder, TimeProvider.System);
            return serves ? ServeAsync(source, new IPEndPoint(address!, parse.GetValue(port) ?? 8080)) : Task.FromResult(ReportFile.Write(source, file));
        });
        return command;
    }

    private static void Check(string[] paths, string? table, ReportBuilder builder, Problems problems)
    {
        foreach (string path in paths.Where(path => !File.Exists(path) && !Directory.Exists(path)))
        {
            problems.Add($"{path} does not exist; accepted: a folder of results, or a file of InferenceX's rows");
        }

        if (table is not null && !builder.TableNames.Contains(table))
        {
            problems.Add($"--price-table: there is no table '{table}'; accepted: {string.Join(", ", builder.TableNames)}");
        }
    }

    private static async Task<int> ServeAsync(ReportSource source, IPEndPoint endPoint)
    {
        using var stop = new StopSignal();
        try
        {
            await using ReportServer server = await ReportServer.StartAsync(source, endPoint, TimeProvider.System, line => Console.Error.WriteLine("loadgen: " + line), stop.Token);
            Console.Out.WriteLine($"report at {server.Url}; Ctrl-C ends it");
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Ok;
        }
        catch (ResultsException e)
        {
            throw new UsageException(e.Message);
        }
        catch (IOException e)
        {
            Console.Error.WriteLine("loadgen: " + e.Message);
            return ExitCode.Failed;
        }
    }

    private static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
