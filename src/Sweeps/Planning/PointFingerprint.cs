using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LoadGen.Launching.Explaining;
using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;
using LoadGen.Results.Points;

namespace LoadGen.Sweeps.Planning;

/// <summary>
/// What tells two measurements apart: SHA-256 over, in this order, the form of the fingerprint, the tool's version and commit, the identity
/// as JSON, the repeat, the executor, the launch plan as <c>loadgen launch --dry-run</c> prints it before anything is placed (command lines,
/// environment, files, images; secrets masked; ports as if requests went to 8000) or the URL, the words of the measurement (lengths, concurrency, requests, warm-up, seed,
/// limits, telemetry), the content of a trace and of the files that these words name by <c>@</c>, and what else decides about the engine: on Slurm
/// partition, account, how GPUs are asked for and further options; of bare processes the contents of program and script. Not in it: where results go, the file's comments and order, limits of time, what a tag of
/// an image pointed to on the day (<c>loadgen nightly</c> watches that).
/// </summary>
internal static class PointFingerprint
{
    // Goes up when the list above changes: then nothing that was measured before is taken for the same.
    private const string Form = "loadgen.point-fingerprint.2";

    public static string Of(
        string tool, PointIdentity identity, int repeat, ExecutorKind? executor, EngineContent engine, IReadOnlyList<string> words, string? trace, IReadOnlyList<string> files)
    {
        var text = new StringBuilder();
        string[] parts =
        [
            Form, tool, JsonSerializer.Serialize(identity, SweepJson.Default.PointIdentity), repeat.ToString(CultureInfo.InvariantCulture), executor?.ToString() ?? "none", engine.Text,
            .. Counted(words), trace ?? "none", .. Counted(files), .. Counted(engine.Parts),
        ];
        foreach (string part in parts)
        {
            // With its length: no two lists of parts make one text.
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // With their number: no two lists of them make one list.
    private static IEnumerable<string> Counted(IReadOnlyList<string> parts) => [parts.Count.ToString(CultureInfo.InvariantCulture), .. parts];

    /// <summary>The launch, as text.</summary>
    public static string TextOf(LaunchPlan plan)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        DryRun.Write(text, plan);
        return text.ToString();
    }
}

/// <summary>An engine, as fingerprints have it.</summary>
/// <param name="Text">The launch as text, or the address.</param>
/// <param name="Parts">See <see cref="EngineParts"/>; none of an engine that runs already.</param>
internal sealed record EngineContent(string Text, IReadOnlyList<string> Parts);
