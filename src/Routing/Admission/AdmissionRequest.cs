using System.Globalization;

namespace LoadGen.Routing.Admission;

/// <summary>What a request says of its own urgency.</summary>
/// <param name="Priority">Higher goes first; 0 where the client says nothing.</param>
/// <param name="Timeout">How long it waits at most, from now; null: as the settings say.</param>
public readonly record struct AdmissionRequest(int Priority = 0, TimeSpan? Timeout = null)
{
    /// <summary>The header of <see cref="Priority"/>: a whole number.</summary>
    public const string PriorityHeader = "x-priority";

    /// <summary>The header of <see cref="Timeout"/>: milliseconds, 1 or more.</summary>
    public const string TimeoutHeader = "x-request-timeout-ms";

    // A day, as for the settings: beyond it a deadline means nothing, and arithmetic on it might overflow.
    private const long TimeoutMaxMs = (long)AdmissionSettings.QueueTimeoutMaxS * 1000;

    /// <summary>Reads the two headers; null or empty: the client did not send it.</summary>
    /// <param name="priority">The value of <see cref="PriorityHeader"/>.</param>
    /// <param name="timeoutMs">The value of <see cref="TimeoutHeader"/>.</param>
    /// <param name="request">What they say.</param>
    /// <returns>What is wrong, for a 400; null when nothing is.</returns>
    public static string? Read(string? priority, string? timeoutMs, out AdmissionRequest request)
    {
        request = default;
        int rank = 0;
        if (!string.IsNullOrEmpty(priority)
            && !int.TryParse(priority, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out rank))
        {
            return $"{PriorityHeader} is not a whole number of 32 bits, such as 0 or 10";
        }

        TimeSpan? timeout = null;
        if (!string.IsNullOrEmpty(timeoutMs))
        {
            if (!long.TryParse(timeoutMs, NumberStyles.None, CultureInfo.InvariantCulture, out long ms) || ms is < 1 or > TimeoutMaxMs)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{TimeoutHeader} is not a number of milliseconds from 1 to {TimeoutMaxMs}");
            }

            timeout = TimeSpan.FromMilliseconds(ms);
        }

        request = new AdmissionRequest(rank, timeout);
        return null;
    }
}
