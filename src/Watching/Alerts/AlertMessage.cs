using System.Text.Json.Serialization;
using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Alerts;

/// <summary>What is posted. <see cref="Text"/> alone says all of it: chats show that field.</summary>
public sealed record AlertMessage
{
    /// <summary>What the document is.</summary>
    public string Schema { get; init; } = "loadgen.alert";

    /// <summary>The watch's name.</summary>
    public required string Watch { get; init; }

    /// <summary><c>firing</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The whole of it in one line.</summary>
    public required string Text { get; init; }

    /// <summary>Its number in the journal: one that comes twice, because the first answer was lost, is known by it.</summary>
    public required long Id { get; init; }

    /// <summary>When it changed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The alert's name.</summary>
    public required string Alert { get; init; }

    /// <summary>The endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The objective.</summary>
    public required string Objective { get; init; }

    /// <summary>The burn rate from which it fires.</summary>
    public required double Threshold { get; init; }

    /// <summary>The share of requests that may miss the objective, 0–1.</summary>
    public required double AllowedShare { get; init; }

    /// <summary>What its windows held.</summary>
    public required IReadOnlyList<WindowBurn> Windows { get; init; }
}

/// <summary>How messages are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AlertMessage))]
internal sealed partial class AlertJson : JsonSerializerContext;
