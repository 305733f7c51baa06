using System.Text.Json;

namespace LoadGen.Conformance.Support;

/// <summary>What <c>GET /admin/state</c> says.</summary>
internal sealed record RouterState(IReadOnlyList<WorkerState> Workers, long InFlight)
{
    /// <summary>No worker has anything to do, and no request is with them.</summary>
    public bool IsIdle => InFlight == 0 && Workers.All(worker => worker is { Requests: 0, Tokens: 0, Pinned: 0 });

    public static RouterState Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return new RouterState(
            [
                .. root.GetProperty("pools").EnumerateArray().SelectMany(pool => pool.GetProperty("workers").EnumerateArray()).Select(worker => new WorkerState(
                    worker.GetProperty("id").GetString()!,
                    worker.GetProperty("state").GetString()!,
                    worker.GetProperty("breaker").GetString()!,
                    worker.GetProperty("requests").GetInt64(),
                    worker.GetProperty("tokens").GetInt64(),
                    worker.GetProperty("pinned").GetInt64())),
            ],
            root.GetProperty("queue").GetProperty("in_flight").GetInt64());
    }

    public override string ToString() => $"{InFlight} in flight; {string.Join("; ", Workers)}";
}

/// <summary>A worker in it.</summary>
internal sealed record WorkerState(string Id, string State, string Breaker, long Requests, long Tokens, long Pinned);
