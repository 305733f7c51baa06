using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;

namespace LoadGen.Cli.Options;

/// <summary>Several clients for one run.</summary>
internal sealed class ClientOptions
{
    private const int Most = 4096;
    private static readonly TimeSpan s_wait = TimeSpan.FromMinutes(10);

    private readonly Option<int?> _slurm = Syntax.Integer(
        "--slurm-ntasks", "Make the run with N clients, tasks of an srun that this starts: inside an allocation a step of it, else a job of its own. --concurrency and --rate are shared out, the result is one (docs/several-machines.md).", 1, Most);

    private readonly Option<string[]> _srun = Syntax.Texts("--srun-option", "OPTION", "Further option of srun, such as --srun-option=--nodes=4; may be given several times.");
    private readonly Option<int?> _clients = Syntax.Integer("--clients", "Make the run with N clients: processes on this host, or with --clients-listen those that you start.", 1, Most);
    private readonly Option<string?> _listen = Syntax.Text("--clients-listen", "ADDRESS:PORT", "Where the clients report; the token is in LOADGEN_CLIENT_TOKEN. With --clients: you start them, with the same arguments and LOADGEN_CLIENT_OF=HOST:PORT in their environment. Default: a free port, of loopback for --clients, of all addresses for --slurm-ntasks.");
    private readonly Option<TimeSpan?> _wait = Syntax.Duration("--clients-wait", "How long all clients may take to come, Slurm's queue included. Default: 10m.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _slurm, _srun, _clients, _listen, _wait })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The choice; null for a run of one client, this process.</summary>
    public ClientsChoice? Read(ParseResult parse, Func<string, string?> environment, Problems problems, JsonObject configuration)
    {
        int? slurm = parse.GetValue(_slurm);
        int? local = parse.GetValue(_clients);
        string[] srun = parse.GetValue(_srun) ?? [];
        if (slurm is not null && local is not null)
        {
            problems.Add("--slurm-ntasks and --clients exclude each other: keep one");
        }

        if (slurm is null && srun.Length > 0)
        {
            problems.Add("--srun-option needs --slurm-ntasks");
        }

        if (slurm is null && local is null && (parse.GetResult(_listen) ?? parse.GetResult(_wait)) is not null)
        {
            problems.Add("--clients-listen and --clients-wait need --slurm-ntasks or --clients");
        }

        // A task of somebody's srun: every task would start a run of its own, all with the same output.
        if (slurm is not null && int.TryParse(environment("SLURM_STEP_NUM_TASKS"), out int tasks) && tasks > 1)
        {
            problems.Add($"--slurm-ntasks: this is one of {tasks} tasks of an srun already; start loadgen once, it starts srun itself, or see docs/several-machines.md for an srun of your own");
        }

        configuration["slurm_ntasks"] = slurm;
        configuration["clients"] = local;
        IPEndPoint? listen = ReadListen(parse.GetValue(_listen), problems);
        return (slurm ?? local) is { } count
            ? new ClientsChoice(count, slurm is not null, listen, parse.GetValue(_wait) ?? s_wait, srun, environment("SLURM_JOB_ID") is not null)
            : null;
    }

    private static IPEndPoint? ReadListen(string? text, Problems problems)
    {
        if (text is null || (IPEndPoint.TryParse(text, out IPEndPoint? bind) && text.Contains(':', StringComparison.Ordinal)))
        {
            return text is null ? null : IPEndPoint.Parse(text);
        }

        problems.Add($"--clients-listen: '{text}' is not an ADDRESS:PORT such as 0.0.0.0:7700");
        return null;
    }
}

/// <summary>Several clients, as the user chose them.</summary>
/// <param name="Count">How many.</param>
/// <param name="IsSlurm">They are tasks of an srun.</param>
/// <param name="Listen">Where they report; null leaves it to the program.</param>
/// <param name="Wait">How long they may take to come.</param>
/// <param name="SrunOptions">Further options of srun.</param>
/// <param name="IsInJob">This process runs inside an allocation.</param>
internal sealed record ClientsChoice(int Count, bool IsSlurm, IPEndPoint? Listen, TimeSpan Wait, IReadOnlyList<string> SrunOptions, bool IsInJob)
{
    /// <summary>The user starts them.</summary>
    public bool IsAwaited => !IsSlurm && Listen is not null;
}
