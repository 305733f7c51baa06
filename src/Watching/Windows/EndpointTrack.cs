using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Observations;
using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Windows;

/// <summary>How one endpoint keeps all objectives.</summary>
internal sealed class EndpointTrack
{
    /// <param name="name">The endpoint.</param>
    /// <param name="objectives">What it is held to.</param>
    /// <param name="windows">The windows' lengths.</param>
    public EndpointTrack(string name, IReadOnlyList<Objective> objectives, IReadOnlyList<TimeSpan> windows)
    {
        Name = name;
        Objectives = [.. objectives.Select(objective => new ObjectiveTrack(objective, windows))];
    }

    public string Name { get; }

    public IReadOnlyList<ObjectiveTrack> Objectives { get; }

    /// <summary>When its last probe was over; null before one was.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    public void Add(ProbeRecord probe)
    {
        LastAt = probe.At;
        Observation request = probe.ToObservation();
        foreach (ObjectiveTrack objective in Objectives)
        {
            objective.Add(probe.At, probe.Due, request);
        }
    }

    /// <summary>Nothing comes any more: decides what is still open.</summary>
    public void Finish()
    {
        foreach (ObjectiveTrack objective in Objectives)
        {
            objective.Finish(LastAt);
        }
    }

    public void MoveTo(DateTimeOffset now)
    {
        foreach (ObjectiveTrack objective in Objectives)
        {
            objective.MoveTo(now);
        }
    }
}
