using System.Globalization;

namespace LoadGen.Routing.Admission;

/// <summary>How many requests run, how many wait, and how long.</summary>
public sealed record AdmissionSettings
{
    /// <summary>The longest wait that can be set: a day.</summary>
    public const double QueueTimeoutMaxS = 86_400;

    /// <summary>The most requests that run at once. At 30 KB a stream the default is 300 MB.</summary>
    public int MaxInFlight { get; init; } = 10_000;

    /// <summary>The most requests that wait; 0: none.</summary>
    public int QueueSizeMax { get; init; } = 1_000;

    /// <summary>How long a request waits that does not say itself, seconds.</summary>
    public double QueueTimeoutS { get; init; } = 30;

    /// <summary>Every problem, with what would be right; empty when there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        if (MaxInFlight < 1)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"max_in_flight: {MaxInFlight} lets nothing run; use 1 or more, such as 10000"));
        }

        if (QueueSizeMax < 0)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"queue_size_max: {QueueSizeMax} is negative; use 0 (nobody waits) or more, such as 1000"));
        }

        if (!(QueueTimeoutS is > 0 and <= QueueTimeoutMaxS))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture,
                $"queue_timeout_s: {QueueTimeoutS} is out of range; use more than 0 and up to {QueueTimeoutMaxS} seconds, such as 30"));
        }

        return problems;
    }
}
