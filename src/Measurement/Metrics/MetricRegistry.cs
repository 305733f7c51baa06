namespace LoadGen.Measurement.Metrics;

/// <summary>Every metric of a run. All are over completed requests unless their definition says otherwise; all merge by adding histograms.</summary>
public static class MetricRegistry
{
    private const double MsPerNs = 1e-6;
    private const string VllmSource = "as vLLM's bench serve and InferenceX";

    /// <summary>Time to first token, from the send.</summary>
    public static readonly MetricDefinition Ttft = new("ttft_ms", "TTFT", "ms", MsPerNs,
        "First chunk with output (text, reasoning or tool call) − send, where send is the instant before the request's first byte is handed to the kernel; opening a connection is not in it (see connect_ms). One value a request.",
        VllmSource + ", which count the connection in and take the first chunk even if its text is empty");

    /// <summary>Time to first token, from the intended start.</summary>
    public static readonly MetricDefinition TtftIntended = new("ttft_intended_ms", "TTFT (intended)", "ms", MsPerNs,
        "First chunk with output − intended start: the scheduled time under a rate or trace, the moment its slot became free under a concurrency. Holds every delay a user would have had: queueing behind a concurrency limit, a late client, opening a connection. One value a request.",
        "wrk2's corrected latency");

    /// <summary>Time to the first token that a user sees.</summary>
    public static readonly MetricDefinition Ttfvt = new("ttfvt_ms", "TTFT (visible)", "ms", MsPerNs,
        "First chunk with visible text − send: what comes before it of reasoning or tool calls is not visible. Equal to ttft_ms where the model does not reason. One value a request that showed any text.",
        "AIPerf's time to first output token, for reasoning models");

    /// <summary>Inter-token latency: gaps between chunks.</summary>
    public static readonly MetricDefinition Itl = new("itl_ms", "ITL", "ms", MsPerNs,
        "Gap between successive chunks with output, pooled over requests: one value a chunk after the first. A chunk that arrives in one read with the chunk before has the gap 0: tokens.coalesced_chunks counts them, and itl_per_token_ms tells them apart.",
        VllmSource + " (per chunk, not per token)");

    /// <summary>Inter-token latency normalised by the tokens of each read.</summary>
    public static readonly MetricDefinition ItlPerToken = new("itl_per_token_ms", "ITL per token", "ms", MsPerNs,
        "Chunks that arrive in one read form a group: (the group's arrival − the arrival of the group before) / tokens in the group, counted once per token of the group; never 0 because chunks came together. The tokens of a request's first group have no gap, however many they are: the first is the TTFT's, and nothing was seen before the others. Tokens per chunk are the server's where it states usage on every chunk; else one in the first output chunk and (output tokens − 1) / (output chunks − 1) in each further one.",
        "equals ITL where each read brings one chunk of one token");

    /// <summary>Time per output token after the first.</summary>
    public static readonly MetricDefinition Tpot = new("tpot_ms", "TPOT", "ms", MsPerNs,
        "(E2E − TTFT) / (output tokens − 1), requests with at least two output tokens. One value a request.",
        VllmSource + ", SGLang, inference-perf; GuideLLM's TPOT includes the TTFT and is another number");

    /// <summary>End-to-end latency, from the send.</summary>
    public static readonly MetricDefinition E2e = new("e2e_ms", "E2E", "ms", MsPerNs,
        "Last chunk with choices − send (the usage chunk and the end marker excluded); for a non-streaming response, its last byte − send. One value a request.",
        VllmSource);

    /// <summary>End-to-end latency, from the intended start.</summary>
    public static readonly MetricDefinition E2eIntended = new("e2e_intended_ms", "E2E (intended)", "ms", MsPerNs,
        "Last chunk with choices − intended start. One value a request.",
        "wrk2's corrected latency");

    /// <summary>Tokens per second as one user sees them.</summary>
    public static readonly MetricDefinition Interactivity = new("interactivity_tps", "Interactivity", "tok/s/user", 1e-3,
        "(output tokens − 1) / (E2E − TTFT) of each request; percentiles are of these values, so p1 and p5 are the slowest users and p99 the fastest.",
        "1 / TPOT per request; InferenceX's p90_intvty is 1 / p90 TPOT, which is the 10th percentile here");

    /// <summary>How late requests were sent.</summary>
    public static readonly MetricDefinition Lateness = new("schedule_lateness_ms", "Send lateness", "ms", MsPerNs,
        "Send − intended start, over every request that was sent, whatever became of it. Under a rate or trace this is the client's own lateness plus any wait for a free slot or connection.",
        "wrk2, MLPerf LoadGen");

    /// <summary>How late the client itself made requests.</summary>
    public static readonly MetricDefinition ClientLateness = new("client_lateness_ms", "Client lateness", "ms", MsPerNs,
        "Send − intended start − time to open a connection − wait for a free stream under --concurrency, over every request that was sent: what the client added by its own doing.",
        "MLPerf LoadGen's issue delay");

    /// <summary>Time to open connections.</summary>
    public static readonly MetricDefinition Connect = new("connect_ms", "Connect", "ms", MsPerNs,
        "Time to open a connection, TLS handshake included, over the requests that opened one: dial_ms + proxy_ms + tls_ms and what lies between them.",
        "AIPerf, curl");

    /// <summary>Time to established sockets.</summary>
    public static readonly MetricDefinition Dial = new("dial_ms", "Dial", "ms", MsPerNs,
        "Of connect_ms, the time to the established socket (TCP's handshake), over the requests that opened a connection. Names are looked up before the run: target.dns_ms.",
        "curl's time_connect − time_namelookup");

    /// <summary>Time for proxies to open tunnels.</summary>
    public static readonly MetricDefinition Proxy = new("proxy_ms", "Proxy tunnel", "ms", MsPerNs,
        "Of connect_ms, the time a proxy took to open a tunnel (CONNECT), over the requests that opened a connection through one.",
        "part of curl's time_appconnect − time_connect");

    /// <summary>TLS handshakes.</summary>
    public static readonly MetricDefinition Tls = new("tls_ms", "TLS handshake", "ms", MsPerNs,
        "Of connect_ms, the TLS handshake, over the requests that opened a connection with TLS.",
        "curl's time_appconnect − time_connect, without a proxy's tunnel");

    /// <summary>Time to the response's head.</summary>
    public static readonly MetricDefinition Head = new("head_ms", "Response head", "ms", MsPerNs,
        "Response head complete − send, over every request that got a head, whatever its status: sending the request, the network there and back, and the server until it begins to answer.",
        "curl's time_starttransfer − time_pretransfer");

    /// <summary>From the server's send to the chunk's time.</summary>
    public static readonly MetricDefinition DeliveryDelay = new("delivery_delay_ms", "Delivery delay", "ms", MsPerNs,
        "Chunk's time − the server's send as the chunk's text states it (--sent-stamps), both CLOCK_MONOTONIC of one machine. One value a chunk with output; chunks without a stamp, or with one after their arrival, have none.",
        "perf/floor measures the same of the floor");

    /// <summary>Prompt lengths.</summary>
    public static readonly MetricDefinition InputTokens = new("input_tokens", "Input length", "tokens", 1,
        "Prompt tokens of each request: the server's count where it states one, else the workload's.",
        VllmSource);

    /// <summary>Output lengths.</summary>
    public static readonly MetricDefinition OutputTokens = new("output_tokens", "Output length", "tokens", 1,
        "Output tokens of each request: the server's count where it states one, else chunks with output.",
        VllmSource);

    /// <summary>All of them, in the order of tables and documents.</summary>
    public static readonly IReadOnlyList<MetricDefinition> All =
        [Ttft, TtftIntended, Itl, ItlPerToken, Tpot, E2e, E2eIntended, Interactivity, Lateness, ClientLateness, Connect, Dial, Proxy, Tls, Head, DeliveryDelay, InputTokens, OutputTokens, Ttfvt];
}
