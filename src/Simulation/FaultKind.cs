namespace LoadGen.Simulation;

/// <summary>Every way in which the simulated engine can misbehave on demand. A closed set; docs/simulation.md has the wire effect of each.</summary>
public enum FaultKind
{
    /// <summary><c>status:CODE</c>: an HTTP error with an OpenAI-shaped body; 429 carries <c>Retry-After</c>.</summary>
    Status,

    /// <summary><c>cut:N</c>: the TCP connection is closed in mid-response after N tokens.</summary>
    Cut,

    /// <summary><c>error:N</c>: after N tokens an error event, then <c>[DONE]</c> and a clean end, as vLLM does.</summary>
    Error,

    /// <summary><c>no-done</c>: everything but the <c>[DONE]</c> marker.</summary>
    NoDone,

    /// <summary><c>no-finish</c>: all tokens, but neither a finish reason, nor usage, nor <c>[DONE]</c>.</summary>
    NoFinish,

    /// <summary><c>short:N</c>: N tokens fewer than asked, finish reason <c>stop</c>.</summary>
    Shortened,

    /// <summary><c>stall:N</c>: nothing more is sent after N tokens; the connection stays open.</summary>
    Stall,

    /// <summary><c>html</c>: status 200 with a <c>text/html</c> page.</summary>
    Html,

    /// <summary><c>malformed-chunk:N</c>: after N tokens, bytes that are no chunk size; then the connection closes.</summary>
    MalformedChunk,

    /// <summary><c>malformed-json:N</c>: after N tokens one event (or, not streaming, the whole body) is cut-off JSON.</summary>
    MalformedJson,

    /// <summary><c>huge-header:KIB</c>: a response header field of that many KiB.</summary>
    HugeHeader,

    /// <summary><c>reset</c>: the request is read, then the connection is reset (RST) without a response.</summary>
    Reset,

    /// <summary><c>hang</c>: the request is read and never answered.</summary>
    Hang,

    /// <summary><c>usage-mismatch:N</c>: usage claims N output tokens more than were sent.</summary>
    UsageMismatch,

    /// <summary><c>slow:MS</c>: the reply, or a stream's first token, comes that many milliseconds later.</summary>
    Slow,

    /// <summary><c>refuse</c>: the connection is reset (RST) as soon as the request's head is there, its body unread.</summary>
    Refuse,

    /// <summary><c>cut-after-head</c>: the response's head, then the connection is closed.</summary>
    CutAfterHead,

    /// <summary><c>split-writes</c>: every event leaves in two or three writes of its own, none of them ending where an event ends.</summary>
    SplitWrites,

    /// <summary><c>done-in-content</c>: one token's text is <c>data: [DONE]</c>.</summary>
    DoneInContent,

    /// <summary><c>early-status:CODE</c>: as <see cref="Status"/>, but before the body is read.</summary>
    EarlyStatus,
}
