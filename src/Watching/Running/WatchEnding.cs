using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Running;

/// <summary>How a watch ended.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Alert">The alert that ended it; null for none.</param>
/// <param name="Summary">The last day's summary as Markdown; null where it could not be written.</param>
public sealed record WatchEnding(WatchEndingKind Kind, AlertRecord? Alert, string? Summary);

/// <summary>Why a watch ended.</summary>
public enum WatchEndingKind
{
    /// <summary>Its time was over.</summary>
    Duration,

    /// <summary>It was asked to.</summary>
    Stopped,

    /// <summary>An alert that ends it fired.</summary>
    Alert,
}
