using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>The file that a scenario's requests come from.</summary>
/// <param name="Kind">What it is, which is also bench's option for it: <c>trace</c>, <c>dataset</c> or <c>sessions</c>.</param>
/// <param name="Path">Where it is.</param>
internal sealed record ScenarioFile(string Kind, string Path)
{
    /// <summary>A trace says when its requests are due, and so how many there are.</summary>
    public bool IsTrace => Kind == "trace";

    /// <summary>That of a scenario; null where it has lengths alone.</summary>
    /// <param name="scenario">The scenario, checked: it has one file at most.</param>
    /// <param name="folder">What its path is relative to.</param>
    public static ScenarioFile? Of(ScenarioSection scenario, string folder) => scenario switch
    {
        { Trace: { } trace } => new("trace", System.IO.Path.GetFullPath(trace, folder)),
        { Dataset: { } dataset } => new("dataset", System.IO.Path.GetFullPath(dataset, folder)),
        { Sessions: { } sessions } => new("sessions", System.IO.Path.GetFullPath(sessions, folder)),
        _ => null,
    };
}
