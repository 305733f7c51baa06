using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Loops;

namespace LoadGen.Measurement.Running;

/// <summary>The wait before a request that was refused for now is sent again.</summary>
internal static class RetryWait
{
    /// <summary>How long to wait; null when the request is not to be sent again: not refused, no time asked for, or too long a time.</summary>
    public static TimeSpan? Of(RequestTimeline timeline, TimeSpan most) =>
        timeline is { SendNs: > 0, Notices: [.., { IsRefusal: true, RetryAfter: { } wait } last] } && last.Status == timeline.Status && wait <= most ? wait : null;

    /// <summary>Waits on the loop; false when the phase was stopped before.</summary>
    public static async Task<bool> UntilAsync(EventLoop loop, long dueNs, CancellationToken stopped)
    {
        Task wait = LoopWait.UntilAsync(loop, dueNs, stopped);
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return wait.IsCompletedSuccessfully;
    }
}
