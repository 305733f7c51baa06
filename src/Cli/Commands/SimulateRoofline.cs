using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Economics.Models;
using LoadGen.Economics.Skus;
using LoadGen.Simulation;
using LoadGen.Simulation.Batching;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Cli.Commands;

/// <summary>The options of <c>loadgen simulate</c> that take its times from a roofline of GPUs that are not there.</summary>
internal sealed class SimulateRoofline
{
    private readonly Option<string?> _sku = Syntax.Text("--sku", "ID", "Take all times from a roofline of this GPU ('loadgen skus' lists them). Needs --model-shape; --ttft, --itl, --jitter and --step have no place then.");
    private readonly Option<string?> _shape = Syntax.Text("--model-shape", "ID", $"The model it pretends to run: {string.Join(", ", ModelCatalog.BuiltIn.Models.Select(model => model.Id))}, or a checkpoint's name.");
    private readonly Option<string?> _precision = Syntax.Choice("--precision", "Precision of the weights. Default: fp8, or the model's first.", [.. SkuPrecision.All]);
    private readonly Option<string?> _kvPrecision = Syntax.Choice("--kv-precision", "Precision of the KV cache. Default: fp8 on Blackwell and CDNA 4, else bf16.", SkuPrecision.Bf16, SkuPrecision.Fp8);
    private readonly Option<int?> _tp = Syntax.Integer("--tp", "GPUs of the engine. Default: 1.", 1, 1024);
    private readonly Option<int?> _ep = Syntax.Integer("--ep", "GPUs over which experts are spread: 1 or --tp. Default: 1.", 1, 1024);
    private readonly Option<int?> _dp = Syntax.Integer("--dp", "Data-parallel ranks of attention within --tp. Default: 1.", 1, 1024);
    private readonly Option<int?> _maxRunning = Syntax.Integer("--max-running-requests", "Most requests in a batch. Default: as many as the KV cache holds.", 1);
    private readonly Option<int?> _chunk = Syntax.Integer("--chunked-prefill-size", "Most prompt tokens in a step. Default: 16384.", 1);
    private readonly Option<double?> _memory = Syntax.Number("--mem-fraction", "Part of the GPUs' memory for weights and cache. Default: 0.9.", 0, 1);
    private readonly Option<int?> _drafts = Syntax.Integer("--spec-tokens", "Tokens drafted for each step. Default: 0, no speculative decoding.", 0, 16);
    private readonly Option<double?> _acceptance = Syntax.Number("--acceptance", "Chance that a drafted token is accepted, given those before it were. Default: 0.646.", 0, 1);
    private readonly Option<string?> _scheduler = Syntax.Choice("--scheduler", "Prompts and answers in one step (mixed, as vLLM), or prompts first (prefill-first, as SGLang). Default: mixed.", "mixed", "prefill-first");
    private readonly Option<double?> _timeScale = Syntax.Number("--time-scale", "Everything happens so many times faster; each response says so. Default: 1.", 0, 1000);

    public void AddTo(Command command)
    {
        foreach (Option option in All())
        {
            command.Add(option);
        }
    }

    /// <summary>What the command line asks for; null for an engine with fixed times.</summary>
    public RooflineOptions? Read(ParseResult parse, IReadOnlyList<Option> fixedTimes, Problems problems)
    {
        if (parse.GetValue(_sku) is not { } sku)
        {
            foreach (Option option in All().Where(option => parse.GetResult(option) is not null))
            {
                problems.Add($"{option.Name} needs --sku: the GPU that it pretends to be");
            }

            return null;
        }

        foreach (Option option in fixedTimes.Where(option => parse.GetResult(option) is { Implicit: false }))
        {
            problems.Add($"{option.Name} has no place beside --sku: its times are the roofline's");
        }

        if (parse.GetValue(_shape) is not { } shape)
        {
            problems.Add($"--sku needs --model-shape: one of {string.Join(", ", ModelCatalog.BuiltIn.Models.Select(model => model.Id))}");
            return null;
        }

        try
        {
            return Read(parse, SkuCatalog.BuiltIn.Get(sku), ModelCatalog.BuiltIn.Get(shape));
        }
        catch (UnknownSkuException e)
        {
            problems.Add("--sku: " + e.Message);
        }
        catch (UnknownModelException e)
        {
            problems.Add("--model-shape: " + e.Message);
        }

        return null;
    }

    private RooflineOptions Read(ParseResult parse, Sku sku, ModelShape model)
    {
        IEnumerable<string> precisions = model.AttentionWeights.Keys;
        var deployment = new Deployment
        {
            Sku = sku,
            Model = model,
            Precision = parse.GetValue(_precision) ?? (precisions.Contains(SkuPrecision.Fp8) ? SkuPrecision.Fp8 : precisions.First()),
            KvPrecision = parse.GetValue(_kvPrecision),
            MaxRunning = parse.GetValue(_maxRunning),
        };
        return new RooflineOptions
        {
            Deployment = deployment with
            {
                Tp = parse.GetValue(_tp) ?? deployment.Tp,
                Ep = parse.GetValue(_ep) ?? deployment.Ep,
                Dp = parse.GetValue(_dp) ?? deployment.Dp,
                ChunkTokens = parse.GetValue(_chunk) ?? deployment.ChunkTokens,
                MemoryFraction = parse.GetValue(_memory) ?? deployment.MemoryFraction,
                SpecTokens = parse.GetValue(_drafts) ?? deployment.SpecTokens,
                Acceptance = parse.GetValue(_acceptance) ?? deployment.Acceptance,
            },
            Order = parse.GetValue(_scheduler) == "prefill-first" ? PrefillOrder.First : PrefillOrder.Mixed,
            TimeScale = parse.GetValue(_timeScale) ?? 1,
        };
    }

    private Option[] All() =>
    [
        _sku, _shape, _precision, _kvPrecision, _tp, _ep, _dp, _maxRunning, _chunk, _memory, _drafts, _acceptance, _scheduler, _timeScale,
    ];
}
