using System.Globalization;
using System.Text.Json;
using LoadGen.Measurement.Timelines;
using LoadGen.Verdicts.Observations;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Verdicts.Evidence;

/// <summary>
/// Whether the documents of an archive are of one run: the SLA is the one that the run was made for, the load is the SLA's, and the records
/// are as many as the result counted.
/// </summary>
internal static class EvidenceAgreement
{
    // Without a value of its own in the configuration, the load was not the SLA's.
    private static readonly string[] s_required = ["concurrency", "rate"];

    // Keys of a load with the configuration's key for them. Its end is not among them: --requests and --duration replace it, and
    // planned_requests says by what.
    private static readonly (string Load, string Configuration)[] s_keys =
    [
        ("concurrency", "concurrency"), ("rate", "rate_rps"), ("ramp_up", "ramp_up_s"), ("burstiness", "burstiness"), ("seed", "seed"),
        ("isl", "isl"), ("osl", "osl"), ("range_ratio", "range_ratio"), ("prefix_tokens", "prefix_tokens"), ("output_tokens", "output_tokens"),
        ("trace", "trace"), ("trace_speed", "trace_speed"), ("trace_limit", "trace_limit"),
        ("dataset", "dataset"), ("dataset_limit", "dataset_limit"), ("sessions", "sessions"), ("session_rate", "session_rate"), ("speedup", "speedup"),
    ];

    /// <summary>What does not agree.</summary>
    /// <param name="terms">The terms that the result states.</param>
    /// <param name="result">The result.</param>
    /// <param name="slaText">The SLA's text.</param>
    /// <param name="sla">The same, read.</param>
    /// <param name="requests">The records.</param>
    /// <exception cref="VerdictException">The result lacks what it must have.</exception>
    public static IReadOnlyList<EvidenceFinding> Check(RunTerms terms, JsonElement result, string slaText, Sla sla, IReadOnlyList<Observation> requests) =>
        EvidenceText.Reading(EvidencePacker.ResultName, () =>
        {
            var findings = new List<EvidenceFinding>();
            string digest = RunTerms.DigestOf(slaText);
            if (!digest.Equals(terms.SlaSha256, StringComparison.OrdinalIgnoreCase))
            {
                findings.Add(new EvidenceFinding(EvidencePacker.SlaName, $"is not the SLA that the run was made for: its SHA-256 is {digest}, configuration.{RunTerms.SlaSha256Key} of {EvidencePacker.ResultName} says {terms.SlaSha256}"));
            }

            JsonElement configuration = result.GetProperty("configuration");
            IReadOnlyDictionary<string, string> load = sla.Load.Stated;
            findings.AddRange(s_keys.Select(key => Key(load, key.Load, configuration, key.Configuration)).OfType<EvidenceFinding>());
            if (configuration.TryGetProperty("requests", out JsonElement asked) && asked.ValueKind == JsonValueKind.Number && asked.GetInt32() != terms.PlannedRequests)
            {
                findings.Add(new EvidenceFinding(EvidencePacker.ResultName, $"its configuration.{RunTerms.PlannedRequestsKey} is {(terms.PlannedRequests is { } planned ? Text(planned) : "null")}, its configuration.requests {asked.GetInt32()}"));
            }

            Count(findings, "requested", requests.Count, result);
            foreach (Outcome outcome in Enum.GetValues<Outcome>())
            {
                Count(findings, Outcomes.Name(outcome), requests.Count(request => request.Outcome == outcome), result);
            }

            return findings;
        });

    private static EvidenceFinding? Key(IReadOnlyDictionary<string, string> load, string key, JsonElement configuration, string configurationKey)
    {
        if (!load.TryGetValue(key, out string? stated))
        {
            return null;
        }

        bool isSaid = configuration.TryGetProperty(configurationKey, out JsonElement said) && said.ValueKind is JsonValueKind.Number or JsonValueKind.String;
        if (isSaid ? Agrees(stated, said) : !s_required.Contains(key))
        {
            return null;
        }

        return new EvidenceFinding(EvidencePacker.SlaName, $"its load.{key} is {stated}, configuration.{configurationKey} of {EvidencePacker.ResultName} {(isSaid ? said.GetRawText() : "null")}");
    }

    // Files are named relative to the SLA's own in it, and as the program found them in the configuration.
    private static bool Agrees(string stated, JsonElement said) => said.ValueKind == JsonValueKind.Number
        ? Number(stated) is { } number && number.Equals(said.GetDouble())
        : Path(said.GetString()!) is var path && (path == Path(stated) || path.EndsWith("/" + Path(stated), StringComparison.Ordinal));

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : Units.Time(text)?.TotalSeconds;

    private static string Path(string text) => text.Replace('\\', '/');

    private static void Count(List<EvidenceFinding> findings, string name, int found, JsonElement result)
    {
        long said = result.GetProperty("outcomes").TryGetProperty(name, out JsonElement count) ? count.GetInt64() : 0;
        if (said != found)
        {
            findings.Add(new EvidenceFinding(EvidencePacker.RecordsName, $"outcomes.{name}: {Text(found)} in the records, {Text(said)} in {EvidencePacker.ResultName}"));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
