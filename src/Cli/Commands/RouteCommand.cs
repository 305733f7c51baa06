using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using LoadGen.Cli.Options;
using LoadGen.Configuration;
using LoadGen.Routing;
using LoadGen.Routing.Discovery;
using LoadGen.Routing.Security;
using LoadGen.Routing.Settings;
using LoadGen.Transport.Loops;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen route</c>: the router.</summary>
internal static class RouteCommand
{
    // Two descriptors a pair and one a client: room for ten thousand of each at once.
    private const int Descriptors = 65_536;

    private const string Description = """
        Route requests to pools of engines: SGLang, vLLM and TensorRT-LLM, aggregated or split into prefill and decode.
        The pools stand in a YAML file (configs/routing has examples), or for a first try in the options.
        Runs until Ctrl-C or SIGTERM, which lets requests under way finish; the second signal ends it at once. SIGHUP reads the file again.

        Examples:
          loadgen route configs/routing/sglang.yaml
          loadgen route --protocol sglang --prefill http://127.0.0.1:8100 --decode http://127.0.0.1:8200 --listen 127.0.0.1:8000
          loadgen route configs/routing/vllm-nixl.yaml --check
        """;

    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "The configuration.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> listen = Syntax.Text("--listen", "ADDRESS:PORT", "Where clients connect. Default: 127.0.0.1:8000.");
        Option<string?> admin = Syntax.Text("--admin", "ADDRESS:PORT", "A loopback address for the admin API and /metrics. Default: none.");
        Option<string?> protocol = Syntax.Choice("--protocol", "How a prefill worker hands over to a decode worker.", [.. Inference.Handoffs.Handoffs.Names]);
        Option<string[]> prefill = Syntax.Texts("--prefill", "URL", "A prefill worker; may be given several times.");
        Option<string[]> decode = Syntax.Texts("--decode", "URL", "A decode worker; may be given several times.");
        Option<string[]> worker = Syntax.Texts("--worker", "URL", "An aggregated worker; may be given several times.");
        Option<string?> policy = Syntax.Text("--policy", "NAME", "How workers are chosen. Default: least_requests.");
        Option<string?> log = Syntax.Text("--access-log", "FILE", "Where each request leaves a line of JSON: a file, stdout or none. Default: none without a configuration.");
        Option<bool> check = Syntax.Flag("--check", "Only say whether the configuration is right.");
        Option<bool> untilEof = Syntax.Flag("--until-eof", "End when standard input does too: a router that a program started is gone with it.");
        var command = new Command("route", Description) { file, listen, admin, protocol, prefill, decode, worker, policy, log, check, untilEof };
        command.Add(HashKeyCommand());
        command.SetAction((parse, _) =>
        {
            var quick = new QuickSettings(
                parse.GetValue(listen), parse.GetValue(admin), parse.GetValue(protocol), parse.GetValue(prefill) ?? [], parse.GetValue(decode) ?? [],
                parse.GetValue(worker) ?? [], parse.GetValue(policy), parse.GetValue(log));
            string? path = parse.GetValue(file);
            if (path is null == quick.IsEmpty)
            {
                throw new UsageException(path is null
                    ? "name a configuration file, or workers with --worker, or with --protocol, --prefill and --decode"
                    : "a configuration file says everything: give either it or options, not both");
            }

            string text = path is null ? quick.ToYaml() : YamlFile.ReadText(path);
            string name = path ?? "the options";
            RouterSettings settings = Read(text, name);
            if (parse.GetValue(check))
            {
                Console.Out.WriteLine($"{name}: right");
                return Task.FromResult(ExitCode.Ok);
            }

            return ServeAsync(path, text, settings, parse.GetValue(untilEof));
        });
        return command;
    }

    private static Command HashKeyCommand()
    {
        var command = new Command("hash-key", "Read a key from standard input and print its line for a file of keys: only its hash is kept there.");
        command.SetAction((_, _) =>
        {
            string key = Console.In.ReadLine() ?? throw new UsageException("no key came on standard input: openssl rand -hex 32 makes a good one");
            Console.Out.WriteLine(KeyHash.Of(key));
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    // The file of keys is looked into as well: one that is wrong must be refused when it is read again, not fail in use.
    private static RouterSettings Read(string text, string name)
    {
        YamlDocument<RouterSettings> document = RouterSettingsReader.Parse(text, name);
        try
        {
            if (document.Value.ApiKeys is { } keys)
            {
                KeyFile.Load(keys.File);
            }
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException([document.ProblemAt("api_keys.file", e.Message)]);
        }

        return document.Value;
    }

    private static async Task<int> ServeAsync(string? path, string text, RouterSettings settings, bool untilEof)
    {
        using var stop = new StopSignal();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        DescriptorTable.Reserve(Descriptors);
        using ConfigurationWatcher? watcher = path is null ? null : new ConfigurationWatcher(path, text, settings, t => Read(t, path));
        RouteReload? reloading = watcher is null ? null : new RouteReload(watcher, Console.Error);
        var environment = new RouterEnvironment
        {
            Seed = Environment.ProcessId,
            Version = BuildInfo.Tool.Version,
            AccessLog = OpenLog(settings.Telemetry.AccessLog),
            Reload = reloading is null ? null : _ => Task.FromResult(reloading.ReadNow()),
        };
        await using Router router = await Router.StartAsync(settings, environment, stop.Token);
        router.Noticed += line => Console.Error.WriteLine("loadgen: " + line);
        router.ReadyChanged += ready => Console.Error.WriteLine(ready ? "loadgen: ready" : "loadgen: not ready: GET /ready says why");
        reloading?.Start(router);
        using PosixSignalRegistration reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            reloading?.ReadNow();
        });
        // Said last: whoever reads it may send a signal at once.
        Console.Out.WriteLine($"router at {router.Url.ToString().TrimEnd('/')}{(router.AdminUrl is { } url ? $", admin at {url.ToString().TrimEnd('/')}" : "")}; Ctrl-C ends it");
        if (untilEof)
        {
            _ = InputEnd.CancelAsync(end);
        }

        var ended = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = end.Token.Register(ended.SetResult);
        await ended.Task;
        Console.Error.WriteLine("loadgen: finishing what is under way; a second signal ends it at once");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(settings.Limits.DrainTimeoutS));
        await router.StopAsync(limit.Token);
        return ExitCode.Ok;
    }

    private static Stream? OpenLog(string target)
    {
        try
        {
            return target switch
            {
                "none" => null,
                "stdout" => Console.OpenStandardOutput(),
                _ => new FileStream(target, FileMode.Append, FileAccess.Write, FileShare.Read),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RouterException($"cannot write the access log (telemetry.access_log) to '{target}': {e.Message}", e);
        }
    }
}

/// <summary>A configuration by options, for a first try.</summary>
internal sealed record QuickSettings(
    string? Listen, string? Admin, string? Protocol, string[] Prefill, string[] Decode, string[] Workers, string? Policy, string? AccessLog)
{
    public bool IsEmpty => Listen is null && Admin is null && Protocol is null && Policy is null && AccessLog is null
        && Prefill.Length + Decode.Length + Workers.Length == 0;

    /// <summary>The file that says the same.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder();
        yaml.AppendLine("listen: " + Quote(Listen ?? "127.0.0.1:8000"));
        if (Admin is not null)
        {
            yaml.AppendLine("admin: { listen: " + Quote(Admin) + " }");
        }

        if (Protocol is not null)
        {
            yaml.AppendLine("protocol: " + Quote(Protocol));
        }

        yaml.AppendLine("telemetry: { access_log: " + Quote(AccessLog ?? "none") + " }");
        yaml.AppendLine("pools:");
        Pool(yaml, "prefill", Prefill);
        Pool(yaml, "decode", Decode);
        Pool(yaml, "workers", Workers);
        return yaml.ToString();
    }

    private void Pool(StringBuilder yaml, string name, string[] urls)
    {
        if (urls.Length > 0)
        {
            yaml.AppendLine("  " + name + ":");
            yaml.AppendLine("    policy: { name: " + Quote(Policy ?? "least_requests") + " }");
            yaml.AppendLine("    workers: [" + string.Join(", ", urls.Select(url => "{ url: " + Quote(url) + " }")) + "]");
        }
    }

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
