namespace LoadGen.Telemetry.Sources;

/// <summary>Which of a host's GPUs are read.</summary>
internal static class GpuSelection
{
    /// <summary>The wanted ones of those that are there, by index.</summary>
    /// <typeparam name="T">What a source knows of a GPU.</typeparam>
    /// <param name="present">All that are there.</param>
    /// <param name="device">The device in it.</param>
    /// <param name="wanted">Indices; null for all.</param>
    /// <exception cref="TelemetryException">One is not there, or none is.</exception>
    public static IReadOnlyList<T> Pick<T>(IReadOnlyList<T> present, Func<T, GpuDevice> device, IReadOnlyList<int>? wanted)
    {
        if (present.Count == 0)
        {
            throw new TelemetryException("no GPU is there that this process may see");
        }

        int[] missing = [.. (wanted ?? []).Except(present.Select(p => device(p).Index)).Order()];
        return missing.Length == 0
            ? [.. present.Where(p => wanted is null || wanted.Contains(device(p).Index)).OrderBy(p => device(p).Index)]
            : throw new TelemetryException($"GPU {string.Join(", ", missing)} is not there: this host shows {string.Join(", ", present.Select(p => device(p).Index).Order())}; --gpus names some of these");
    }
}
