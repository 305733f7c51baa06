namespace LoadGen.Measurement.Metrics;

/// <summary>The figures of power and energy. They are one value a run, not a histogram, so they stand beside <see cref="MetricRegistry"/>.</summary>
public static class PowerMetrics
{
    private const string Upstream = "InferenceX's power aggregation, schema version 2";
    private const string Own = "LoadGen";

    /// <summary>All of them, in the order of documents.</summary>
    public static readonly IReadOnlyList<MetricDefinition> All =
    [
        Of("avg_power_w", "W", "total_gpu_energy_j / duration_s / GPUs: mean board power of one GPU.", Upstream),
        Of("avg_total_gpu_power_w", "W", "total_gpu_energy_j / duration_s: mean board power of all GPUs together.", Upstream),
        Of("max_power_w", "W", "Highest power read of any one GPU inside the window.", Own),
        Of("total_gpu_energy_j", "J", "Sum over the GPUs of ∫ power dt from the first intended start to the end of the last response (duration_s): trapezoid rule over the readings, both ends on the line between the two readings around them. Null when a GPU was not read on both sides of the window.", Upstream),
        Of("counter_energy_j", "J", "Sum over the GPUs of their own energy counters: value at the window's end − value at its start, each on the line between the two readings around it. Null when a GPU has no counter, or it went back.", Own),
        Of("counter_ratio", "", "counter_energy_j / total_gpu_energy_j: two measurements of the same energy. Valid from 0.95 to 1.05.", Own),
        Of("coverage", "", "Part of the window outside gaps, where a gap is more than 1 s between readings of power; the least of the GPUs. Valid from 0.95.", Own),
        Of("joules_per_successful_query", "J", "total_gpu_energy_j / completed requests. Failed requests' energy is in it.", Upstream),
        Of("joules_per_input_token", "J", "total_gpu_energy_j / prompt tokens of completed requests. The same energy as in joules_per_output_token: the two do not add up.", Upstream),
        Of("joules_per_output_token", "J", "total_gpu_energy_j / output tokens of completed requests.", Upstream),
        Of("joules_per_total_token", "J", "total_gpu_energy_j / (prompt + output tokens of completed requests).", Upstream),
        Of("prefill_gpu_energy_j", "J", "As total_gpu_energy_j, over the GPUs of the prefill role in the launch's manifest: what those GPUs drew over the window, not what prefilling cost.", Upstream),
        Of("prefill_avg_power_w", "W", "prefill_gpu_energy_j / duration_s / prefill GPUs.", Upstream),
        Of("decode_gpu_energy_j", "J", "As total_gpu_energy_j, over the GPUs of the decode role.", Upstream),
        Of("decode_avg_power_w", "W", "decode_gpu_energy_j / duration_s / decode GPUs.", Upstream),
    ];

    private static MetricDefinition Of(string name, string unit, string definition, string source) => new(name, name, unit, 1, definition, source);
}
