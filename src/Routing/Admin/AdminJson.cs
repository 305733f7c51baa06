using System.Text.Json.Serialization;
using LoadGen.Routing.Health;

namespace LoadGen.Routing.Admin;

/// <summary>A worker as the admin API shows it.</summary>
internal sealed record WorkerView(
    string Id, long Number, string Role, string State, string Breaker, string Source, int Requests, long Tokens, int Pinned, LastProbe? LastProbe);

/// <summary>All workers.</summary>
internal sealed record WorkersView(IReadOnlyList<WorkerView> Workers);

/// <summary>A worker after something was done with it.</summary>
internal sealed record WorkerReply(WorkerView Worker, bool? Drained = null, string? Note = null);

/// <summary>What came of a reload.</summary>
internal sealed record ReloadView(bool Applied, IReadOnlyList<string> Changes);

/// <summary>What one worker answered to <c>flush_cache</c>.</summary>
internal sealed record FlushView(string Id, string Role, bool Ok, int? Status, string? Error, double LatencyMs);

/// <summary>What all workers answered to <c>flush_cache</c>.</summary>
internal sealed record FlushesView(bool Ok, IReadOnlyList<FlushView> Workers);

/// <summary>A pool in the state.</summary>
internal sealed record PoolView(string Role, string Policy, int Available, IReadOnlyList<WorkerView> Workers);

/// <summary>An error.</summary>
internal sealed record ErrorView(ErrorParts Error);

/// <summary>What is said of an error.</summary>
internal sealed record ErrorParts(string Message, string Type, string Code);

/// <summary>What the admin API writes, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkersView))]
[JsonSerializable(typeof(WorkerReply))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(FlushesView))]
[JsonSerializable(typeof(PoolView))]
[JsonSerializable(typeof(ErrorView))]
[JsonSerializable(typeof(ReadinessReport))]
internal sealed partial class AdminJson : JsonSerializerContext;
