using System.Text.Json;
using System.Text.Json.Serialization;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Watching.Settings;

/// <summary>A watch's file, key for key.</summary>
public sealed record WatchFile
{
    /// <summary>Its name; null: the file's.</summary>
    public string? Name { get; init; }

    /// <summary>For people.</summary>
    public string? About { get; init; }

    /// <summary>Whom to ask.</summary>
    public required IReadOnlyList<EndpointSection> Endpoints { get; init; }

    /// <summary>What to ask, and how often.</summary>
    public ProbeSection Probe { get; init; } = new();

    /// <summary>What endpoints are held to, as in an SLA's file.</summary>
    public required IReadOnlyList<ObjectiveSection> Objectives { get; init; }

    /// <summary>Rolling windows.</summary>
    public IReadOnlyList<string> Windows { get; init; } = ["5m", "1h", "6h", "24h"];

    /// <summary>When someone is told.</summary>
    public IReadOnlyList<AlertSection> Alerts { get; init; } = [];

    /// <summary>Who is told.</summary>
    public WebhookSection? Webhook { get; init; }

    /// <summary>Where <c>/metrics</c> is.</summary>
    public string? Listen { get; init; }

    /// <summary>The folder of journal and summaries.</summary>
    public string? Output { get; init; }

    /// <summary>How long the watch goes on.</summary>
    public string? Duration { get; init; }

    /// <summary>Of the summaries' intervals.</summary>
    public double Confidence { get; init; } = 0.99;
}

/// <summary>An endpoint.</summary>
public sealed record EndpointSection
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its base URL.</summary>
    public required string Url { get; init; }

    /// <summary>The model to ask for.</summary>
    public required string Model { get; init; }

    /// <summary>The API that it speaks.</summary>
    public string Api { get; init; } = "chat";

    /// <summary>The environment variable that holds the key.</summary>
    public string? ApiKeyEnv { get; init; }

    /// <summary>Further request headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Ask the engine to go on to the length asked for; an answer of another length is then a failure.</summary>
    public bool IgnoreEos { get; init; }

    /// <summary>Further fields of the request body.</summary>
    public JsonElement? ExtraBody { get; init; }

    /// <summary>Accept any certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>PEM file with the only authorities to trust, relative to the watch's file.</summary>
    public string? CaFile { get; init; }
}

/// <summary>What is asked, and how often.</summary>
public sealed record ProbeSection
{
    /// <summary>From one probe of an endpoint to the next.</summary>
    public string Interval { get; init; } = "30s";

    /// <summary>A probe is later than its place by up to this.</summary>
    public string Jitter { get; init; } = "3s";

    /// <summary>Prompt length, tokens.</summary>
    public int Isl { get; init; } = 256;

    /// <summary>Output tokens to ask for.</summary>
    public int Osl { get; init; } = 64;

    /// <summary>The longest time from the send to the answer's end.</summary>
    public string Timeout { get; init; } = "20s";

    /// <summary>The longest time to a connection.</summary>
    public string ConnectTimeout { get; init; } = "5s";

    /// <summary>Sampling temperature.</summary>
    public double Temperature { get; init; }

    /// <summary>Fixes prompts and jitter.</summary>
    public long? Seed { get; init; }
}

/// <summary>An alert.</summary>
public sealed record AlertSection
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The burn rate above which it fires.</summary>
    public required double Burn { get; init; }

    /// <summary>The windows that must all be above it.</summary>
    public required IReadOnlyList<string> Windows { get; init; }

    /// <summary>The longest window must hold so many overruns.</summary>
    public int OverrunsMin { get; init; } = 2;

    /// <summary>The watch ends, with exit code 1, when it fires.</summary>
    public bool Exit { get; init; }
}

/// <summary>Where alerts are posted.</summary>
public sealed record WebhookSection
{
    /// <summary>The address.</summary>
    public string? Url { get; init; }

    /// <summary>The environment variable that holds the address, where it is a secret.</summary>
    public string? UrlEnv { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>How the file's keys map to records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(WatchFile))]
internal sealed partial class WatchFileJson : JsonSerializerContext;
