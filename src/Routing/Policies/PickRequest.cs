using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>What a policy may look at to choose a worker for a request.</summary>
public readonly struct PickRequest
{
    /// <summary>The raw JSON bytes of the prompt (a string, an array of ids, or the messages): what prefix policies compare.</summary>
    public ReadOnlyMemory<byte> Prompt { get; init; }

    /// <summary>Estimated prompt tokens.</summary>
    public long PromptTokens { get; init; }

    /// <summary>What consistent hashing hashes (a session header, a user); empty where the client gave none.</summary>
    public string AffinityKey { get; init; }

    /// <summary>64 random bits, drawn for this pick.</summary>
    public ulong Random { get; init; }

    /// <summary>Workers that must not be picked again: they failed this request. Usually null.</summary>
    public IReadOnlyList<Worker>? Tried { get; init; }
}
