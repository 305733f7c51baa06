using LoadGen.Measurement.Running.Preparing;
using LoadGen.Transport.Http;

namespace LoadGen.Measurement.Running.Sessions;

/// <summary>A session's next turn: the prompt grows by it, and its body is written, when it is prepared.</summary>
internal sealed class TurnRequest(RunContext run, SessionRun session) : AheadRequest(run.Preparer)
{
    /// <summary>Makes it the next turn's.</summary>
    public void Plan(long dueNs) => Renew(dueNs);

    /// <inheritdoc/>
    protected override void Write(HttpRequestBuffer buffer)
    {
        session.Grow();
        session.Write(buffer);
    }
}
