using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Legs;
using LoadGen.Simulation.Serving;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Simulation.Handoffs;

/// <summary>One leg as it arrived.</summary>
/// <param name="Http">Its connection.</param>
/// <param name="Work">What the body asks of any engine.</param>
/// <param name="Body">What it says of the hand-off.</param>
/// <param name="Cancellation">Cancelled when the caller goes or the engine stops.</param>
internal sealed record LegCall(HttpContext Http, GenerationWork Work, LegBody Body, CancellationToken Cancellation)
{
    /// <summary><c>X-Request-Id</c>; empty where there is none.</summary>
    public string RequestId { get; } = Http.Request.Headers[HandoffFields.RequestIdHeader].ToString();

    /// <summary>The engine's own id of the request, of which errors speak.</summary>
    public string Rid => FormattableString.Invariant($"{Work.Identity.Ordinal:x8}");

    /// <summary>Tokens of the prompt.</summary>
    public long PromptTokens => Work.Request.PromptTokens;
}
