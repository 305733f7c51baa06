using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Probing;

/// <summary>Asks an endpoint something, once.</summary>
public interface IEndpointProbe
{
    /// <summary>Makes one request. Whatever an endpoint does is the probe's outcome: nothing is thrown for it.</summary>
    /// <param name="order">Whom to ask what.</param>
    /// <param name="cancellation">Gives it up: its outcome is <c>cancelled</c>.</param>
    Task<ProbeRecord> AskAsync(ProbeOrder order, CancellationToken cancellation);
}

/// <summary>A probe that is to be made.</summary>
/// <param name="Endpoint">The endpoint's place in the plan.</param>
/// <param name="Round">The round that it belongs to.</param>
/// <param name="Prompt">The prompt's number.</param>
/// <param name="Due">When it is due.</param>
public sealed record ProbeOrder(int Endpoint, long Round, int Prompt, DateTimeOffset Due);
