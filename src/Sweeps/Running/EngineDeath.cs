namespace LoadGen.Sweeps.Running;

/// <summary>Whether an engine has died: then whatever a client says of it is a consequence.</summary>
internal static class EngineDeath
{
    /// <summary>What it died of; null where no word of it comes.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="notice">For how long word is waited for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<string?> OfAsync(IEngine engine, TimeSpan notice, TimeProvider time, CancellationToken stop)
    {
        try
        {
            return await engine.Failed.WaitAsync(notice, time, stop);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }
}
