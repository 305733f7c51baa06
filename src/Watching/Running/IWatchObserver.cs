using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Running;

/// <summary>Looks on while a watch goes on. Told on whatever thread, one thing at a time.</summary>
public interface IWatchObserver
{
    /// <summary>Something that the watch does not end with, in one line.</summary>
    void OnNotice(string line);

    /// <summary>An alert changed.</summary>
    void OnAlert(AlertRecord alert);

    /// <summary>A probe is over.</summary>
    void OnProbe(ProbeRecord probe);
}
