using LoadGen.Inference;
using LoadGen.Measurement.Recording;
using LoadGen.Measurement.Running.Sessions;
using LoadGen.Measurement.Validity;
using LoadGen.Transport.Connections;
using LoadGen.Transport.Loops;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Running;

/// <summary>Everything that defines a run. The command line validates and fills it; nothing in it is secret but <see cref="Headers"/>' values and those of the query of <see cref="Url"/>.</summary>
public sealed record BenchOptions
{
    /// <summary>The endpoint's base URL; the API's path is added to its path.</summary>
    public required Uri Url { get; init; }

    /// <summary>Which API is spoken.</summary>
    public required IInferenceApi Api { get; init; }

    /// <summary>What every request body has in common.</summary>
    public required GenerationOptions Generation { get; init; }

    /// <summary>How prompts are sent.</summary>
    public required PromptFormat PromptFormat { get; init; }

    /// <summary>Further request headers, the API key's among them. Values are never written anywhere.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Time limits, TLS and buffers.</summary>
    public TransportOptions Transport { get; init; } = TransportOptions.Default;

    /// <summary>How the event loops run.</summary>
    public LoopOptions Loop { get; init; } = LoopOptions.Default;

    /// <summary>Event loops, each a thread; null chooses by the streams and the cores.</summary>
    public int? Loops { get; init; }

    /// <summary>
    /// A request that is refused for now (429, 503) is sent again, once, after the time that the server asked for, if that is at most this;
    /// null never sends one again.
    /// </summary>
    public TimeSpan? RetryAfterMax { get; init; }

    /// <summary>Where the measured requests come from.</summary>
    public required Workload Workload { get; init; }

    /// <summary>Takes what the model says; null when only the times count, which is the fast way.</summary>
    public IAnswerSink? Answers { get; init; }

    /// <summary>Where warm-up requests come from: prompts of their own.</summary>
    public Workload? Warmup { get; init; }

    /// <summary>Requests before the measurement; 0 for none.</summary>
    public int WarmupRequests { get; init; }

    /// <summary>When requests are due; null for a closed loop.</summary>
    public ArrivalSchedule? Arrivals { get; init; }

    /// <summary>The measured requests are turns of these sessions; null where each stands for itself. <see cref="Arrivals"/> is null then.</summary>
    public SessionOptions? Sessions { get; init; }

    /// <summary>Counts the tokens of each answer's text beside the server's own count; null counts none.</summary>
    public ITokenCounter? TokenCounter { get; init; }

    /// <summary>The part of the run that this client makes.</summary>
    public ClientShare Share { get; init; } = ClientShare.Whole;

    /// <summary>Streams at once, or sessions, of this client. In a closed loop their exact number; under a schedule a limit, null for none.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Over what time the streams of a closed loop begin, evenly; zero for all at once, null for steps of 0.25 ms on each loop.</summary>
    public TimeSpan? RampUp { get; init; }

    /// <summary>Requests to make, of sessions their turns; null when <see cref="Duration"/> ends the run.</summary>
    public int? Requests { get; init; }

    /// <summary>No request starts later than this after the start; those under way are finished. Null when <see cref="Requests"/> ends the run.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What a request must meet to count towards goodput.</summary>
    public IReadOnlyList<GoodputBound> Goodput { get; init; } = [];

    /// <summary>How much of the client's own doing the measurement may hold.</summary>
    public ValidityBounds Validity { get; init; } = ValidityBounds.Default;

    /// <summary>The text of each chunk is the time at which the server sent it, on this machine's clock: the delivery delay is measured.</summary>
    public bool SentStamps { get; init; }

    /// <summary>Length of an interval of the logs and of the live view.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>How prompts are sent.</summary>
public enum PromptFormat
{
    /// <summary>As an array of token ids: the input length is exact.</summary>
    TokenIds,

    /// <summary>As text, one common English word for each token asked for.</summary>
    Words,

    /// <summary>As the messages of the workload, or their text where the API takes no messages.</summary>
    Messages,

    /// <summary>As text of the length asked for by the model's own tokenizer; a message of it where the API takes messages.</summary>
    Text,
}
