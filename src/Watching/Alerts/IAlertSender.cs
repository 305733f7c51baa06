using LoadGen.Watching.Journals;

namespace LoadGen.Watching.Alerts;

/// <summary>Tells someone of an alert.</summary>
public interface IAlertSender
{
    /// <summary>Sends it, once.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>Why it was not taken, in one line; null: it was.</returns>
    Task<string?> SendAsync(AlertRecord alert, CancellationToken cancellation);
}
