using LoadGen.Watching.Journals;
using LoadGen.Watching.Settings;
using LoadGen.Watching.Windows;

namespace LoadGen.Watching.Alerts;

/// <summary>Which alerts fire, and which change.</summary>
internal sealed class AlertBook
{
    private readonly IReadOnlyList<BurnAlert> _alerts;
    private readonly IReadOnlyList<TimeSpan> _windows;
    private readonly int[][] _indexes;
    private readonly Dictionary<(string Alert, string Endpoint, string Objective), AlertRecord> _firing = [];

    /// <param name="alerts">The alerts.</param>
    /// <param name="windows">The windows that are kept, those of the alerts among them.</param>
    /// <param name="firing">Alerts that fire already.</param>
    public AlertBook(IReadOnlyList<BurnAlert> alerts, IReadOnlyList<TimeSpan> windows, IEnumerable<AlertRecord> firing)
    {
        (_alerts, _windows) = (alerts, windows);
        _indexes = [.. alerts.Select(alert => alert.Windows.Select(window => IndexOf(windows, window)).ToArray())];
        foreach (AlertRecord alert in firing)
        {
            _firing[(alert.Alert, alert.Endpoint, alert.Objective)] = alert;
        }
    }

    /// <summary>Alerts that fire, in the order in which they began to.</summary>
    public IReadOnlyList<AlertRecord> Firing => [.. _firing.Values.OrderBy(alert => alert.Id)];

    /// <summary>What has changed, its number still to be given.</summary>
    /// <param name="endpoint">The endpoint, its windows up to date.</param>
    /// <param name="now">The present time.</param>
    public List<AlertRecord> Changes(EndpointTrack endpoint, DateTimeOffset now)
    {
        var changes = new List<AlertRecord>();
        foreach (ObjectiveTrack objective in endpoint.Objectives)
        {
            for (int i = 0; i < _alerts.Count; i++)
            {
                bool isFiring = IsAbove(_alerts[i], _indexes[i], objective);
                if (isFiring != _firing.ContainsKey((_alerts[i].Name, endpoint.Name, objective.Objective.Name)))
                {
                    changes.Add(Record(_alerts[i], _indexes[i], endpoint.Name, objective, isFiring, now));
                }
            }
        }

        return changes;
    }

    /// <summary>Alerts that fire and that this watch no longer has: over.</summary>
    public List<AlertRecord> Orphans(IReadOnlyList<EndpointTrack> endpoints, DateTimeOffset now) =>
    [
        .. Firing.Where(firing => !_alerts.Any(alert => alert.Name == firing.Alert)
                || !endpoints.Any(e => e.Name == firing.Endpoint && e.Objectives.Any(o => o.Objective.Name == firing.Objective)))
            .Select(firing => firing with { At = now, IsFiring = false, Windows = [] }),
    ];

    /// <summary>Takes a change in, its number given.</summary>
    public void Apply(AlertRecord change)
    {
        if (change.IsFiring)
        {
            _firing[(change.Alert, change.Endpoint, change.Objective)] = change;
        }
        else
        {
            _firing.Remove((change.Alert, change.Endpoint, change.Objective));
        }
    }

    private static bool IsAbove(BurnAlert alert, int[] windows, ObjectiveTrack objective) =>
        windows.All(window => objective.Burn(window) > alert.Burn) && windows.Max(window => objective[window].Overruns) >= alert.OverrunsMin;

    private static int IndexOf(IReadOnlyList<TimeSpan> windows, TimeSpan window)
    {
        for (int i = 0; i < windows.Count; i++)
        {
            if (windows[i] == window)
            {
                return i;
            }
        }

        throw new ArgumentException($"the window {window} is not kept", nameof(window));
    }

    private AlertRecord Record(BurnAlert alert, int[] windows, string endpoint, ObjectiveTrack objective, bool isFiring, DateTimeOffset now) => new()
    {
        At = now,
        Id = 0,
        Alert = alert.Name,
        Endpoint = endpoint,
        Objective = objective.Objective.Name,
        IsFiring = isFiring,
        Threshold = alert.Burn,
        AllowedShare = objective.AllowedShare,
        Windows = [.. windows.Select(w => new WindowBurn(Durations.Text(_windows[w]), objective[w].Requests, objective[w].Overruns, Math.Round(objective.Burn(w), 3)))],
    };
}
