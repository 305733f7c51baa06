using System.CommandLine;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Planning;
using LoadGen.Launching.Plans;

namespace LoadGen.Cli.Options;

/// <summary>What <c>launch</c> is asked of a recipe, and of whom it asks for nodes.</summary>
internal sealed class LaunchArguments
{
    private readonly Option<int?> _tp = Syntax.Integer("--tp", "Tensor parallelism. Default: the recipe's.", 1);
    private readonly Option<int?> _ep = Syntax.Integer("--ep", "Expert parallelism. Default: the recipe's.", 1);
    private readonly Option<int?> _dp = Syntax.Integer("--dp", "Data parallelism. Default: the recipe's.", 1);
    private readonly Option<int?> _pp = Syntax.Integer("--pp", "Pipeline parallelism. Default: the recipe's.", 1);
    private readonly RoleArguments _prefill = new("prefill");
    private readonly RoleArguments _decode = new("decode");
    private readonly Option<int?> _isl = Syntax.Integer("--isl", "Input length in tokens that it is tuned for. Default: 1024.", 1);
    private readonly Option<int?> _osl = Syntax.Integer("--osl", "Output length in tokens. Default: 1024.", 1);
    private readonly Option<int?> _conc = Syntax.Integer("--conc", "Requests in flight at once. Default: 64.", 1);
    private readonly Option<string?> _precision = Syntax.Text("--precision", "NAME", "Precision of the weights. Default: the recipe's first.");
    private readonly Option<string[]> _set = Syntax.Texts("--set", "KEY=VALUE", "An option of the recipe, args.FLAG, env.NAME, or roles.ROLE.args.FLAG; env.NAME alone hands a variable on by name, as secrets must be. May be given several times.");
    private readonly Option<string[]> _option = Syntax.Texts("--option", "NAME=VALUE", "The same as --set, for an option of the recipe.");
    private readonly Option<string?> _image = Syntax.Text("--image", "IMAGE", "The container image. Default: the recipe's.");
    private readonly Option<int?> _port = Syntax.Integer("--port", "Where requests go. Default: 8000.", 1, 65_535);
    private readonly Option<string?> _executor = Syntax.Choice("--executor", "What runs the engine. Default: slurm for several nodes, docker where the recipe names an image, else process.", "process", "docker", "slurm");
    private readonly Option<int?> _gpus = Syntax.Integer("--gpus-per-node", "GPUs of each host, where it has other than its SKU's.", 0);
    private readonly Option<int?> _nodes = Syntax.Integer("--nodes", "The most nodes that it may take. Default: as many as it wants.", 1);
    private readonly Option<string?> _partition = Syntax.Text("--slurm-partition", "NAME", "The partition.");
    private readonly Option<string?> _account = Syntax.Text("--slurm-account", "NAME", "Whom to charge.");
    private readonly Option<string?> _time = Syntax.Text("--slurm-time", "TIME", "The job's time limit, as Slurm writes it.");
    private readonly Option<string?> _slurmGpus = Syntax.Choice("--slurm-gpus", "How GPUs are asked for. Default: gpus-per-node.", "gpus-per-node", "gres", "none");
    private readonly Option<string[]> _extra = Syntax.Texts("--slurm-extra", "WORD", "A further option of salloc, such as --slurm-extra=--qos=high; may be given several times.");
    private readonly Option<string[]> _stepExtra = Syntax.Texts("--slurm-step-extra", "WORD", "A further option of every srun; may be given several times.");
    private readonly Option<string?> _imageFolder = Syntax.Text("--slurm-images", "DIR", "A folder that all nodes see: images are imported into it as .sqsh files, each once.");

    /// <summary>How long a job may wait in the queue.</summary>
    public Option<TimeSpan?> SlurmWait { get; } = Syntax.Duration("--slurm-wait", "How long the job may wait for its nodes. Default: 1h.");

    /// <summary>The model's folder.</summary>
    public Option<string?> ModelPath { get; } = Syntax.Text("--model-path", "DIR", "The model's folder on the host: mounted read-only, never downloaded. Default: the engine finds the model by its name.");

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _tp, _ep, _dp, _pp, .. _prefill.All, .. _decode.All, _isl, _osl, _conc, _precision, _set, _option, _image, ModelPath, _port, _executor, _gpus, _nodes,
            _partition, _account, _time, _slurmGpus, SlurmWait, _extra, _stepExtra, _imageFolder,
        ];
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }

    public PlanRequest Request(ParseResult parse)
    {
        var defaults = new PlanRequest();
        string? model = parse.GetValue(ModelPath);
        string? cache = Environment.GetEnvironmentVariable("HF_HOME");
        return new PlanRequest
        {
            Tp = parse.GetValue(_tp),
            Ep = parse.GetValue(_ep),
            Dp = parse.GetValue(_dp),
            Pp = parse.GetValue(_pp),
            Prefill = _prefill.Read(parse),
            Decode = _decode.Read(parse),
            Isl = parse.GetValue(_isl) ?? defaults.Isl,
            Osl = parse.GetValue(_osl) ?? defaults.Osl,
            Conc = parse.GetValue(_conc) ?? defaults.Conc,
            Precision = parse.GetValue(_precision),
            ModelPath = model is null ? null : Path.GetFullPath(model),
            HfHome = string.IsNullOrEmpty(cache) ? null : cache,
            Image = parse.GetValue(_image),
            Port = parse.GetValue(_port) ?? defaults.Port,
            GpusPerNode = parse.GetValue(_gpus),
            Nodes = parse.GetValue(_nodes),
            Set = [.. parse.GetValue(_set) ?? [], .. parse.GetValue(_option) ?? []],
        };
    }

    /// <summary>The executor asked for; null: what fits the plan.</summary>
    public ExecutorKind? Executor(ParseResult parse) => parse.GetValue(_executor) switch
    {
        "process" => ExecutorKind.Process,
        "docker" => ExecutorKind.Docker,
        "slurm" => ExecutorKind.Slurm,
        _ => null,
    };

    public SlurmOptions Slurm(ParseResult parse) => new()
    {
        Partition = parse.GetValue(_partition),
        Account = parse.GetValue(_account),
        Time = parse.GetValue(_time),
        Gpus = parse.GetValue(_slurmGpus) switch
        {
            "gres" => SlurmGpus.Gres,
            "none" => SlurmGpus.None,
            _ => SlurmGpus.GpusPerNode,
        },
        Extra = Words(parse, _extra),
        StepExtra = Words(parse, _stepExtra),
        ImageFolder = parse.GetValue(_imageFolder) is { } folder ? Path.GetFullPath(folder) : null,
        OuterJob = Environment.GetEnvironmentVariable("SLURM_JOB_ID") is { Length: > 0 } job ? job : null,
    };

    // They would stand in Slurm's accounts, in the manifest and in --dry-run.
    private static string[] Words(ParseResult parse, Option<string[]> option)
    {
        string[] words = parse.GetValue(option) ?? [];
        return SecretName.ValuesIn(words).All(SecretName.IsSwitch)
            ? words
            : throw new UsageException($"{option.Name}: there is a secret in it, by the name before it, and options can be read by all; export the variable and name it only (srun hands on the launcher's environment)");
    }

    /// <summary>What is different for one role.</summary>
    private sealed class RoleArguments(string role)
    {
        private readonly Option<int?> _workers = Syntax.Integer($"--{role}-workers", $"How many {role} workers.", 1);
        private readonly Option<int?> _tp = Syntax.Integer($"--{role}-tp", $"Tensor parallelism of {role}.", 1);
        private readonly Option<int?> _ep = Syntax.Integer($"--{role}-ep", $"Expert parallelism of {role}.", 1);
        private readonly Option<int?> _dp = Syntax.Integer($"--{role}-dp", $"Data parallelism of {role}.", 1);
        private readonly Option<int?> _pp = Syntax.Integer($"--{role}-pp", $"Pipeline parallelism of {role}.", 1);

        public Option[] All => [_workers, _tp, _ep, _dp, _pp];

        public RoleRequest Read(ParseResult parse) => new()
        {
            Workers = parse.GetValue(_workers),
            Tp = parse.GetValue(_tp),
            Ep = parse.GetValue(_ep),
            Dp = parse.GetValue(_dp),
            Pp = parse.GetValue(_pp),
        };
    }
}
