using System.Text.Json;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;

namespace LoadGen.Results.Store;

/// <summary>
/// What a run without <c>point.json</c> was of, as far as its result and the manifest of its launch tell: <c>loadgen bench</c> alone does not know
/// what it measures.
/// </summary>
internal static class LooseIdentity
{
    private const string Unknown = "unknown";
    private const string ManifestFile = "manifest.json";

    public static PointIdentity Of(JsonElement result, string folder)
    {
        JsonElement? configuration = result.Field("configuration");
        string model = result.Field("target")?.Text("model") ?? Unknown;
        JsonElement? manifest = Manifest(configuration?.Text("launch_manifest"), folder);
        WorkerShape? prefill = Shape(manifest, "prefill");
        return new PointIdentity
        {
            Hardware = manifest?.Text("sku") is { } sku && sku != "none" ? sku : Unknown,
            Framework = manifest?.Text("engine") ?? Unknown,
            Model = RawClientRow.ShortName(model),
            ModelName = model,
            Precision = manifest?.Text("precision") ?? Unknown,
            Disaggregated = prefill is not null,
            Isl = configuration?.Whole("isl"),
            Osl = configuration?.Whole("osl"),
            Scenario = Scenario(configuration),
            Concurrency = configuration?.Whole("concurrency"),
            RatePerS = configuration?.Number("rate_rps"),
            Decode = (prefill is null ? Shape(manifest, "engine") : Shape(manifest, "decode")) ?? Measured(result),
            Prefill = prefill,
            Router = manifest?.Field("router") is null ? null : "loadgen",
        };
    }

    private static string Scenario(JsonElement? configuration) =>
        configuration?.Text("trace") is { } trace ? $"trace:{Path.GetFileName(trace)}"
        : configuration?.Text("evaluation") is { } evaluation ? $"eval:{Path.GetFileNameWithoutExtension(evaluation)}"
        : "fixed-seq-len";

    private static JsonElement? Manifest(string? named, string folder)
    {
        string?[] candidates = [named, Path.Combine(folder, ManifestFile), Path.Combine(folder, "..", ManifestFile)];
        return candidates.OfType<string>().Select(RunFiles.TryRead).FirstOrDefault(manifest => manifest?.Field("launch") is not null);
    }

    private static WorkerShape? Shape(JsonElement? manifest, string role)
    {
        if (manifest?.Field("workers") is not { ValueKind: JsonValueKind.Array } workers)
        {
            return null;
        }

        JsonElement[] own = [.. workers.EnumerateArray().Where(worker => worker.Text("role") == role)];
        int gpus = own.Sum(worker => (worker.Field("gpus") is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0) * (worker.Whole("nodes") ?? 1));
        return own.Length == 0 || gpus == 0 ? null : new WorkerShape { Tp = Math.Max(1, gpus / own.Length), Workers = own.Length, Gpus = gpus };
    }

    // GPUs whose power was read are the engine's; without, nothing is per GPU.
    private static WorkerShape Measured(JsonElement result)
    {
        int gpus = result.Field("power")?.Field("gpus") is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0;
        return new WorkerShape { Tp = Math.Max(1, gpus), Gpus = gpus };
    }
}
