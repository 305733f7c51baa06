using System.CommandLine;
using LoadGen.Cli.Commands;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Recipes;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Cli.Options;

/// <summary>What a sweep's file is planned and run with: options of <c>sweep</c> and <c>nightly</c>.</summary>
internal sealed class SweepArguments
{
    private readonly Option<string[]> _only = Syntax.Texts("--only", "GLOB", "Only points whose id, or whose configuration's id, matches (* and ?); may be given several times.");
    private readonly Option<bool> _keepGoing = Syntax.Flag("--keep-going", "Go on after a failure: with the next point, or the next engine.");
    private readonly Option<int?> _jobs = Syntax.Integer("--jobs", "The most engines at once, where they have GPUs or nodes of their own. Default: 1.", 1, 64);
    private readonly Option<string?> _executor = Syntax.Choice("--executor", "What runs the engines. Default: as the file says.", "process", "docker", "slurm");
    private readonly Option<int?> _port = Syntax.Integer("--port", "Where requests go. Default: as the file says, else 8000.", 1, 65_000);
    private readonly Option<string?> _configs = Syntax.Text("--configs", "DIR", "Read recipes/ and skus/ of this folder. Default: those in the program.");
    private readonly Option<string?> _progress = Syntax.Choice("--progress", "Progress on standard error: auto, plain (lines only) or none. Default: auto.", "auto", "plain", "none");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_only, _keepGoing, _jobs, _executor, _port, _configs, _progress])
        {
            command.Add(option);
        }
    }

    public string[] Only(ParseResult parse) => parse.GetValue(_only) ?? [];

    public PlanContext Context(ParseResult parse, Uri? url = null)
    {
        string? folder = parse.GetValue(_configs);
        return new PlanContext
        {
            Tool = $"{BuildInfo.Tool.Version}+{BuildInfo.Tool.Commit}",
            Recipes = folder is null ? RecipeCatalog.BuiltIn : RecipeCatalog.FromFolder(folder),
            Skus = folder is null ? SkuCatalog.BuiltIn : SkuCatalog.FromFolder(Path.Combine(folder, "skus")),
            HfHome = LaunchHost.HfHome,
            Url = url,
            Executor = parse.GetValue(_executor) switch
            {
                "process" => ExecutorKind.Process,
                "docker" => ExecutorKind.Docker,
                "slurm" => ExecutorKind.Slurm,
                _ => null,
            },
            Port = parse.GetValue(_port),
        };
    }

    public SweepRunChoice Run(ParseResult parse) =>
        new(parse.GetValue(_keepGoing), parse.GetValue(_jobs) ?? 1, parse.GetValue(_progress) ?? "auto");
}

/// <summary>How a sweep is run.</summary>
internal sealed record SweepRunChoice(bool KeepGoing, int Jobs, string Progress);
