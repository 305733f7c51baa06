using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoadGen.Verdicts.Evidence;

/// <summary>
/// The terms that a check was run on, as the configuration in its <c>result.json</c> states them: a verdict is re-computed on these, and not
/// on what the verdict says of itself.
/// </summary>
/// <param name="SlaPath">The SLA's file as it was named: places in it begin with this.</param>
/// <param name="SlaSha256">SHA-256 of its text.</param>
/// <param name="StopEarly">The run might end as soon as the verdict was certain.</param>
/// <param name="PlannedRequests">Requests that the run was to make at most; null where its time alone was to end it.</param>
public sealed record RunTerms(string SlaPath, string SlaSha256, bool StopEarly, int? PlannedRequests)
{
    /// <summary>Where the configuration has <see cref="SlaPath"/>.</summary>
    public const string SlaPathKey = "sla";

    /// <summary>Where it has <see cref="SlaSha256"/>.</summary>
    public const string SlaSha256Key = "sla_sha256";

    /// <summary>Where it has <see cref="StopEarly"/>.</summary>
    public const string StopEarlyKey = "stop_early";

    /// <summary>Where it has <see cref="PlannedRequests"/>.</summary>
    public const string PlannedRequestsKey = "planned_requests";

    /// <summary>The digest of an SLA's text.</summary>
    public static string DigestOf(string sla) => EvidencePacker.Hex(SHA256.HashData(Encoding.UTF8.GetBytes(sla)));

    /// <summary>Writes them into a run's configuration.</summary>
    public void Describe(JsonObject configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration[SlaPathKey] = SlaPath;
        configuration[SlaSha256Key] = SlaSha256;
        configuration[StopEarlyKey] = StopEarly;
        configuration[PlannedRequestsKey] = PlannedRequests;
    }

    /// <summary>Reads them from a result.</summary>
    /// <param name="result">The run's <c>result.json</c>.</param>
    /// <exception cref="VerdictException">It lacks one.</exception>
    public static RunTerms Of(JsonElement result) => EvidenceText.Reading(EvidencePacker.ResultName, () =>
    {
        JsonElement configuration = result.GetProperty("configuration");
        JsonElement planned = configuration.GetProperty(PlannedRequestsKey);
        return new RunTerms(
            configuration.GetProperty(SlaPathKey).GetString() is { Length: > 0 } path ? path : EvidencePacker.SlaName,
            configuration.GetProperty(SlaSha256Key).GetString() ?? "",
            configuration.GetProperty(StopEarlyKey).GetBoolean(),
            planned.ValueKind == JsonValueKind.Null ? null : planned.GetInt32());
    });
}
