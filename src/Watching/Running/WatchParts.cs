using LoadGen.Watching.Alerts;

namespace LoadGen.Watching.Running;

/// <summary>What a watch works with.</summary>
public sealed record WatchParts
{
    /// <summary>The clock of everything: due times, windows, waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who looks on.</summary>
    public required IWatchObserver Observer { get; init; }

    /// <summary>Sends alerts; null: nobody is told.</summary>
    public IAlertSender? Sender { get; init; }

    /// <summary>The program's version, for the journal.</summary>
    public string Version { get; init; } = "";

    /// <summary>Opens a segment of the journal to append to; null for files.</summary>
    public Func<string, Stream>? OpenSegment { get; init; }
}
