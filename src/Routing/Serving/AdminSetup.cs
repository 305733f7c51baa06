using System.Text.Json;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Admin;
using LoadGen.Routing.Security;
using LoadGen.Routing.Settings;
using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Serving;

/// <summary>Gives the admin API what it acts upon.</summary>
internal static class AdminSetup
{
    public static AdminParts Parts(RouterCore core, AdminSection admin, RouterEnvironment environment, SocketsHttpHandler engines) => new()
    {
        Fleet = core.Fleet,
        IsAuthorized = Authorizer(admin, environment),
        Time = environment.Time,
        Version = environment.Version,
        EngineHandler = engines,
        LastProbeOf = core.Prober.LastProbeOf,
        CheckWorker = settings => Check(core, settings),
        Reload = environment.Reload,
        Readiness = core.Readiness.Report,
        Sections = new Dictionary<string, Action<Utf8JsonWriter>>
        {
            ["protocol"] = json => json.WriteStringValue(core.Settings.Protocol),
            ["policies"] = json => WritePolicies(json, core),
            ["queue"] = json => WriteQueue(json, core),
            ["retry_budget_left"] = json => json.WriteNumberValue(core.Budget.Left),
        },
    };

    // Without a token only this machine can reach the listener: the settings are refused otherwise.
    private static Func<HttpContext, bool> Authorizer(AdminSection admin, RouterEnvironment environment)
    {
        string? plain = admin.TokenFile is { } file ? File.ReadAllText(file) : admin.TokenEnv is { } name ? environment.Variable(name) : null;
        AdminToken? token = plain is null ? null : Token(plain, admin);
        return token is null ? static _ => true : http => token.Admits(http.Request.Headers.Authorization);
    }

    private static AdminToken Token(string plain, AdminSection admin)
    {
        try
        {
            return new AdminToken(KeyFile.Parse([KeyHash.Of(plain)], "the admin token"));
        }
        catch (ArgumentException e)
        {
            throw new RouterException($"the admin token in {admin.TokenFile ?? admin.TokenEnv}: {e.Message}", e);
        }
    }

    // A worker of one role against any of the other: what a protocol asks of an engine does not depend on which that is.
    private static IReadOnlyList<string> Check(RouterCore core, WorkerSettings settings)
    {
        if (core.Pairs is not { } pairs || settings.Role == WorkerRole.Both)
        {
            return [];
        }

        HandoffPeer? other = core.Fleet.PoolOf(settings.Role == WorkerRole.Prefill ? WorkerRole.Decode : WorkerRole.Prefill).Workers.Select(w => w.Peer).FirstOrDefault();
        HandoffPeer peer = settings.Peer;
        return other is null ? [] : settings.Role == WorkerRole.Prefill ? pairs.Handoff.Check(peer, other) : pairs.Handoff.Check(other, peer);
    }

    private static void WritePolicies(Utf8JsonWriter json, RouterCore core)
    {
        json.WriteStartObject();
        json.WriteString("prefill"u8, core.Fleet.Prefill.Policy.Name);
        json.WriteString("decode"u8, core.Fleet.Decode.Policy.Name);
        json.WriteString("workers"u8, core.Fleet.Both.Policy.Name);
        json.WriteEndObject();
    }

    private static void WriteQueue(Utf8JsonWriter json, RouterCore core)
    {
        json.WriteStartObject();
        json.WriteNumber("in_flight"u8, core.Queue.InFlight);
        json.WriteNumber("waiting"u8, core.Queue.Waiting);
        json.WriteEndObject();
    }
}
