using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Cli.Tokenizing;
using LoadGen.Simulation;
using LoadGen.Simulation.Handoffs;
using LoadGen.Transport.Loops;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen simulate</c>: a simulated engine.</summary>
internal static class SimulateCommand
{
    // 512 KB of the kernel's memory.
    private const int Descriptors = 65_536;

    private const string Description = """
        Serve a simulated engine: the APIs of OpenAI, Anthropic and the engines (docs/simulation.md), paced tokens, usage, errors on demand.
        GET /stats tells how late it was itself; /health and /v1/models answer as an engine's do. Runs until Ctrl-C.

        Examples:
          loadgen simulate --port 8000 --ttft 100ms --itl 20ms
          loadgen simulate --port 8000 --itl 10ms --jitter 0.2 --step --fault status:503@10
          loadgen simulate --port 8001 --role prefill --protocol nixl --side-channel-port 5600
          loadgen simulate --port 8002 --role decode --protocol nixl --ttft 1ms
          loadgen simulate --port 8000 --sku h200 --model-shape deepseek-r1 --precision fp8 --tp 8
          loadgen simulate --predict --sku h200 --model-shape deepseek-r1 --tp 8 --concurrency 64 --isl 1024 --osl 1024

        Faults (KIND[:ARG][@EVERY][#TIMES], or per request by the header 'x-sim-fault: KIND[:ARG]'): status:CODE, cut:N, error:N, no-done,
        no-finish, short:N, stall:N, html, malformed-chunk, malformed-json, huge-header, reset, hang, usage-mismatch, slow:MS, refuse,
        cut-after-head, split-writes, done-in-content, early-status:CODE.
        """;

    public static Command Create()
    {
        Option<string?> host = Syntax.Text("--host", "ADDRESS", "Address to listen on. Default: 127.0.0.1.");
        Option<int?> port = Syntax.Integer("--port", "Port to listen on; 0 picks a free one. Default: 8000.", 0, 65535);
        Option<string?> model = Syntax.Text("--model", "NAME", "Model name. Default: sim.");
        Option<TimeSpan?> ttft = Syntax.Duration("--ttft", "Time to first token. Default: 100ms.");
        Option<TimeSpan?> itl = Syntax.Duration("--itl", "Time between tokens. Default: 20ms.");
        Option<double?> jitter = Syntax.Number("--jitter", "Both vary uniformly by this fraction either way. Default: 0.", 0, 1);
        Option<double?> ttftSigma = Syntax.Number("--ttft-sigma", "Times to first token are log-normal over requests with this sigma, --ttft their median. Default: 0.", 0, 3);
        Option<double?> itlSigma = Syntax.Number("--itl-sigma", "Times between tokens are log-normal over requests with this sigma, --itl their median. Default: 0.", 0, 3);
        Option<int?> slots = Syntax.Integer("--slots", "Requests served at once; others wait before their time to first token begins. Default: as many as come.", 1);
        Option<bool> step = Syntax.Flag("--step", "All streams emit at the same instants, as an engine that batches continuously does.");
        Option<TimeSpan?> perInput = Syntax.Duration("--per-input-token", "Added to the time to first token for each prompt token. Default: none.");
        Option<int?> tokens = Syntax.Integer("--tokens", "Output length of requests that do not say one. Default: 200.", 1);
        Option<int?> perChunk = Syntax.Integer("--tokens-per-chunk", "Tokens in each chunk. Default: 1.", 1, 1000);
        Option<bool> stamp = Syntax.Flag("--stamp", "Each chunk's text is the monotonic time in ns when it was sent; 'loadgen bench --sent-stamps' reads it.");
        Option<int?> pacers = Syntax.Integer("--pacer-threads", "Threads that pace streams. Default: 2, or 1 on a single core.", 1, 64);
        Option<int?> context = Syntax.Integer("--max-context", "Longest prompt plus output; more is refused with 400. Default: 1048576.", 1);
        Option<long?> seed = Syntax.Long("--seed", "Fixes the jitter. Default: 0.", 0, uint.MaxValue);
        Option<string?> keyEnv = Syntax.Text("--api-key-env", "VAR", "Refuse requests without the key in this environment variable (401).");
        Option<bool> untilEof = Syntax.Flag("--until-eof", "End when standard input does too: an engine that a program started is gone with it.");
        Option<TimeSpan?> keepAlive = Syntax.Duration("--keep-alive", "Close connections idle for so long between requests, as uvicorn does after 5s. Default: 130s.");
        Option<bool> cached = Syntax.Flag("--cached-prefix", "Report cached_tokens: how much of a prompt began one before it, in blocks of 64. Times stay as they are.");
        Option<string?> tokenizer = Syntax.Text("--tokenizer", "PATH", "Count the prompts of completions and chats by this tokenizer.json or model folder, as its server would. Default: by words.");
        Option<bool> control = Syntax.Flag("--sim-control", "Serve /sim/requests, /sim/faults and /sim/refuse: what arrived, and faults changed at run time. Asks for no key.");
        Option<string[]> faults = Syntax.Texts("--fault", "KIND[:ARG][@EVERY][#TIMES]", "A fault to make; may be given several times.");
        var command = new Command("simulate", Description)
        {
            host, port, model, ttft, itl, jitter, ttftSigma, itlSigma, slots, step, perInput, tokens, perChunk, stamp, pacers, context, seed, keyEnv, untilEof, keepAlive, cached, tokenizer, control, faults,
        };
        var role = new SimulateRole();
        role.AddTo(command);
        var roofline = new SimulateRoofline();
        roofline.AddTo(command);
        var prediction = new SimulatePrediction();
        prediction.AddTo(command);
        command.SetAction((parse, _) =>
        {
            var defaults = new SimulatedEngineOptions();
            var problems = new Problems();
            RooflineOptions? gpus = roofline.Read(parse, [ttft, itl, jitter, ttftSigma, itlSigma, slots, step, perInput], problems);
            if (prediction.Read(parse, gpus, problems) is { } asked)
            {
                problems.ThrowIfAny();
                return Task.FromResult(prediction.Print(parse, asked));
            }

            var options = new SimulatedEngineOptions
            {
                Host = parse.GetValue(host) ?? defaults.Host,
                Port = parse.GetValue(port) ?? 8000,
                Model = parse.GetValue(model) ?? defaults.Model,
                TimeToFirstToken = parse.GetValue(ttft) ?? defaults.TimeToFirstToken,
                InterTokenLatency = parse.GetValue(itl) ?? defaults.InterTokenLatency,
                Jitter = parse.GetValue(jitter) ?? 0,
                TtftSigma = parse.GetValue(ttftSigma) ?? 0,
                ItlSigma = parse.GetValue(itlSigma) ?? 0,
                Slots = parse.GetValue(slots),
                Step = parse.GetValue(step),
                PerInputToken = parse.GetValue(perInput),
                DefaultTokens = parse.GetValue(tokens) ?? defaults.DefaultTokens,
                TokensPerChunk = parse.GetValue(perChunk) ?? 1,
                StampContent = parse.GetValue(stamp),
                PacerThreads = parse.GetValue(pacers) ?? defaults.PacerThreads,
                MaxContext = parse.GetValue(context) ?? gpus?.Deployment.Model.Context ?? defaults.MaxContext,
                Seed = parse.GetValue(seed) ?? 0,
                ApiKey = ReadKey(parse.GetValue(keyEnv), problems),
                KeepAlive = parse.GetValue(keepAlive),
                CachedPrefix = parse.GetValue(cached),
                PromptCounter = parse.GetValue(tokenizer) is { } counted ? new ServerCounter(counted) : null,
                SimControl = parse.GetValue(control),
                Faults = ReadFaults(parse.GetValue(faults) ?? [], problems),
                Roofline = gpus,
                Handoff = role.Read(parse, gpus, problems),
            };
            foreach (string problem in options.Validate())
            {
                problems.Add(problem);
            }

            problems.ThrowIfAny();
            return ServeAsync(options, parse.GetValue(untilEof));
        });
        return command;
    }

    private static async Task<int> ServeAsync(SimulatedEngineOptions options, bool untilEof)
    {
        using var stop = new StopSignal();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        // A thousand clients at once must not be accepted in fits and starts.
        DescriptorTable.Reserve(Descriptors);
        await using SimulatedEngine engine = await SimulatedEngine.StartAsync(options, stop.Token);
        Console.Out.WriteLine($"simulated engine at {engine.Url} (model {options.Model}{DescribeRole(engine, options)}{(options.Roofline is { } gpus ? ", " + gpus.Description : "")}); Ctrl-C ends it");
        if (untilEof)
        {
            _ = InputEnd.CancelAsync(end);
        }

        await engine.WaitForShutdownAsync(end.Token);
        SimulatedEngineStats stats = engine.Snapshot();
        Console.Out.WriteLine($"{stats.Requests} requests, {stats.Tokens} tokens; late by {stats.Lateness.P50Us:F0} µs p50, {stats.Lateness.P99Us:F0} µs p99, {stats.Lateness.MaxUs:F0} µs max");
        return ExitCode.Ok;
    }

    private static string DescribeRole(SimulatedEngine engine, SimulatedEngineOptions options) => options.Handoff is not { } handoff
        ? ""
        : $", role {HandoffNames.NameOf(handoff.Role)}"
            + (handoff.Protocol is { } protocol ? $", protocol {HandoffNames.NameOf(protocol)}" : "")
            + (engine.ChannelAddress is { } channel ? $", peers at {channel}" : "");

    private static string? ReadKey(string? variable, Problems problems)
    {
        string? key = variable is null ? null : Environment.GetEnvironmentVariable(variable);
        if (variable is not null && string.IsNullOrEmpty(key))
        {
            problems.Add($"--api-key-env: the environment variable {variable} is not set");
        }

        return key;
    }

    private static List<FaultRule> ReadFaults(string[] texts, Problems problems)
    {
        var rules = new List<FaultRule>();
        foreach (string text in texts)
        {
            if (FaultRule.TryParse(text, out FaultRule? rule, out string? error))
            {
                rules.Add(rule);
            }
            else
            {
                problems.Add("--fault: " + error);
            }
        }

        return rules;
    }
}
