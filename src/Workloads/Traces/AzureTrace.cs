namespace LoadGen.Workloads.Traces;

/// <summary>
/// Azure's LLM inference traces of 2023 and 2024 (https://github.com/Azure/AzurePublicDataset), CSV with a header:
/// <code>
/// TIMESTAMP,ContextTokens,GeneratedTokens
/// 2023-11-16 18:17:03.9799600,4808,10
/// 2024-05-10 00:00:00.009930+00:00,2162,5
/// </code>
/// </summary>
internal sealed class AzureTrace() : CsvTrace(new CsvTraceColumns("TIMESTAMP", "ContextTokens", "GeneratedTokens"))
{
    public override TraceFormat Format => TraceFormat.Azure;

    protected override string Beginning => "an Azure trace begins with TIMESTAMP,ContextTokens,GeneratedTokens, a Mooncake trace with a JSON object";

    protected override int OutputTokensMin => 1;

    protected override string? ReadTime(ReadOnlySpan<byte> field, out long timeNs) => AzureTimestamp.TryParse(field, out timeNs)
        ? null
        : $"TIMESTAMP is {Quote(field)}; it must be like 2023-11-16 18:17:03.9799600, an offset such as +00:00 may follow";
}
