using LoadGen.Watching.Journals;
using LoadGen.Watching.Running;

namespace LoadGen.Watching.Tests.Support;

/// <summary>Remembers what a watch told.</summary>
internal sealed class Seen : IWatchObserver
{
    public List<string> Notices { get; } = [];

    public List<AlertRecord> Alerts { get; } = [];

    public List<ProbeRecord> Probes { get; } = [];

    public void OnNotice(string line) => Notices.Add(line);

    public void OnAlert(AlertRecord alert) => Alerts.Add(alert);

    public void OnProbe(ProbeRecord probe) => Probes.Add(probe);
}
