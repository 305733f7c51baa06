using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Admin;

/// <summary>What a request to the admin API is about.</summary>
internal enum AdminResource
{
    /// <summary>Nothing that there is.</summary>
    None,

    /// <summary><c>/admin/workers</c></summary>
    Workers,

    /// <summary><c>/admin/workers/{id}</c></summary>
    Worker,

    /// <summary><c>/admin/workers/{id}/drain</c></summary>
    Drain,

    /// <summary><c>/admin/workers/{id}/resume</c></summary>
    Resume,

    /// <summary><c>/admin/workers/{id}/flip</c></summary>
    Flip,

    /// <summary><c>/admin/reload</c></summary>
    Reload,

    /// <summary><c>/admin/state</c></summary>
    State,

    /// <summary><c>/admin/flush_cache</c></summary>
    FlushCache,
}

/// <summary>The resource, and the worker's id where it is about one.</summary>
/// <param name="Resource">What it is about.</param>
/// <param name="WorkerId">The id; empty where it is about no worker.</param>
internal readonly record struct AdminTarget(AdminResource Resource, string WorkerId = "")
{
    /// <summary>Names a worker where its id in the path is a nuisance: <c>/admin/workers?url=…</c>, <c>/admin/workers/drain?url=…</c>.</summary>
    public const string UrlKey = "url";

    /// <summary>Reads path and query.</summary>
    public static AdminTarget Parse(PathString path, AdminQuery query)
    {
        string[] parts = (path.Value ?? "").Trim('/').Split('/');
        if (parts[0] != "admin")
        {
            return default;
        }

        return parts[1..] switch
        {
            ["workers"] => query.Text(UrlKey) is { } url ? new AdminTarget(AdminResource.Worker, Normal(url)) : new AdminTarget(AdminResource.Workers),
            ["workers", var verb] when Verb(verb) != AdminResource.None => new AdminTarget(Verb(verb), Normal(query.Text(UrlKey) ?? "")),
            ["workers", var id] => new AdminTarget(AdminResource.Worker, Normal(Uri.UnescapeDataString(id))),
            ["workers", var id, var verb] => new AdminTarget(Verb(verb), Normal(Uri.UnescapeDataString(id))),
            ["reload"] => new AdminTarget(AdminResource.Reload),
            ["state"] => new AdminTarget(AdminResource.State),
            ["flush_cache"] => new AdminTarget(AdminResource.FlushCache),
            _ => default,
        };
    }

    private static AdminResource Verb(string text) => text switch
    {
        "drain" => AdminResource.Drain,
        "resume" => AdminResource.Resume,
        "flip" => AdminResource.Flip,
        _ => AdminResource.None,
    };

    // As WorkerSettings.Id spells it, so that a slash at the end or a default port does not matter.
    private static string Normal(string id) => Uri.TryCreate(id, UriKind.Absolute, out Uri? url) ? url.GetLeftPart(UriPartial.Authority) : id;
}
