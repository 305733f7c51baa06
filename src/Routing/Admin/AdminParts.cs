using System.Text.Json;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Admin;

/// <summary>What the admin API acts upon and tells of. Parts that others own are delegates.</summary>
public sealed record AdminParts
{
    /// <summary>The workers.</summary>
    public required Fleet Fleet { get; init; }

    /// <summary>The request carries the admin's token; compares in constant time.</summary>
    public required Func<HttpContext, bool> IsAuthorized { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The router's version.</summary>
    public required string Version { get; init; }

    /// <summary>Sends requests to engines, as from <see cref="HttpProbe.NewHandler"/>. Its owner disposes of it.</summary>
    public required HttpMessageHandler EngineHandler { get; init; }

    /// <summary>A worker's latest probe; null where none was made.</summary>
    public Func<Worker, LastProbe?> LastProbeOf { get; init; } = static _ => null;

    /// <summary>What is wrong with a worker's settings for the router's hand-off, each with its fix.</summary>
    public Func<WorkerSettings, IReadOnlyList<string>> CheckWorker { get; init; } = static _ => [];

    /// <summary>Reads the configuration anew; null where there is no file.</summary>
    public Func<CancellationToken, Task<ReloadOutcome>>? Reload { get; init; }

    /// <summary>Whether the router is ready; null where that is not watched.</summary>
    public Func<ReadinessReport>? Readiness { get; init; }

    /// <summary>More of <c>GET /admin/state</c> by key, such as <c>queue</c>: each writes one JSON value.</summary>
    public IReadOnlyDictionary<string, Action<Utf8JsonWriter>> Sections { get; init; } = new Dictionary<string, Action<Utf8JsonWriter>>();
}
