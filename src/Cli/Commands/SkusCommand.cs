using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Economics.Detection;
using LoadGen.Economics.Skus;
using LoadGen.Reporting;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen skus</c>: lists and checks the SKU catalog, and says which SKU this host has.</summary>
internal static class SkusCommand
{
    private const string Description = """
        List the GPU SKUs that recipes, costs and telemetry know: figures, prices, and how each is recognised. With an ID: all that is known of it.
        --detect says which SKU this host has, by nvidia-smi, amd-smi or its PCI devices; it exits with 3 when it has none of the catalog's.

        Examples:
          loadgen skus
          loadgen skus h200 gb200
          loadgen skus --format json > skus.json
          loadgen skus --detect
          loadgen skus --configs my-configs --check
        """;

    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Description = "Only these SKUs. Default: all, a row each.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> format = Syntax.Choice("--format", "Output: table or json. Default: table.", "table", "json");
        Option<string?> configs = Syntax.Text("--configs", "DIR", "A folder of configurations whose skus/*.yaml stand in for the built-in ones.");
        Option<bool> check = Syntax.Flag("--check", "Only say whether the catalog is right.");
        Option<bool> detect = Syntax.Flag("--detect", "Say which SKU this host has.");
        var command = new Command("skus", Description) { ids, format, configs, check, detect };
        command.SetAction((parse, cancellationToken) =>
        {
            string[] wanted = parse.GetValue(ids) ?? [];
            bool isCheck = parse.GetValue(check);
            bool isDetect = parse.GetValue(detect);
            if ((isCheck ? 1 : 0) + (isDetect ? 1 : 0) + (wanted.Length > 0 ? 1 : 0) > 1)
            {
                throw new UsageException("--check, --detect and IDs exclude each other: --check is about the whole catalog, --detect about this host");
            }

            SkuCatalog catalog = parse.GetValue(configs) is { } folder ? SkuCatalog.FromFolder(Path.Combine(folder, "skus")) : SkuCatalog.BuiltIn;
            bool isJson = parse.GetValue(format) == "json";
            if (isCheck)
            {
                Console.Out.WriteLine($"{catalog.Origin}: {Counted.Of(catalog.Skus.Count, "SKU")}, right");
                return Task.FromResult(ExitCode.Ok);
            }

            return isDetect ? DetectAsync(catalog, isJson, cancellationToken) : Task.FromResult(List(catalog, wanted, isJson));
        });
        return command;
    }

    private static int List(SkuCatalog catalog, string[] ids, bool isJson)
    {
        IReadOnlyList<Sku> skus = ids.Length == 0 ? catalog.Skus : Named(catalog, ids);
        if (isJson)
        {
            Console.Out.WriteLine(EconomicsJson.Of(skus));
        }
        else if (ids.Length == 0)
        {
            SkuTable.Write(skus, Console.Out);
        }
        else
        {
            foreach (Sku sku in skus)
            {
                SkuDetails.Write(sku, Console.Out);
            }
        }

        return ExitCode.Ok;
    }

    private static List<Sku> Named(SkuCatalog catalog, string[] ids)
    {
        var skus = new List<Sku>();
        var problems = new Problems();
        foreach (string id in ids)
        {
            try
            {
                skus.Add(catalog.Get(id));
            }
            catch (UnknownSkuException e)
            {
                problems.Add(e.Message);
            }
        }

        problems.ThrowIfAny();
        return skus;
    }

    private static async Task<int> DetectAsync(SkuCatalog catalog, bool isJson, CancellationToken cancellationToken)
    {
        HostSkus host = await SkuDetector.DetectAsync(catalog, new SystemHostReader(), cancellationToken);
        if (isJson)
        {
            Console.Out.WriteLine(EconomicsJson.Of(host));
        }
        else
        {
            HostSkuTable.Write(host, Console.Out);
        }

        if (host.SkuIds.Count > 0)
        {
            return ExitCode.Ok;
        }

        Console.Error.WriteLine($"loadgen: this host has no SKU of {catalog.Origin}; a new one is a file of its own there (docs/skus.md)");
        return ExitCode.Unreachable;
    }
}
