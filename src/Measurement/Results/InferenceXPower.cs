using System.Text.Json;

namespace LoadGen.Measurement.Results;

/// <summary>
/// The power figures as InferenceX's aggregation writes them beside a result: under version 2 of its power schema, where figures without a
/// role are of the whole deployment, and only when they stand.
/// </summary>
internal static class InferenceXPower
{
    private const int SchemaVersion = 2;

    public static void Write(Utf8JsonWriter json, PowerInfo power)
    {
        json.WriteNumber("power_metric_schema_version", SchemaVersion);
        json.WriteNumber("power_valid", power.Valid ? 1 : 0);
        if (!power.Valid)
        {
            return;
        }

        WriteKnown(json, "avg_power_w", power.AvgPowerW);
        WriteKnown(json, "avg_total_gpu_power_w", power.AvgTotalGpuPowerW);
        WriteKnown(json, "total_gpu_energy_j", power.TotalGpuEnergyJ);
        WriteKnown(json, "joules_per_successful_query", power.JoulesPerSuccessfulQuery);
        WriteKnown(json, "joules_per_input_token", power.JoulesPerInputToken);
        WriteKnown(json, "joules_per_output_token", power.JoulesPerOutputToken);
        WriteKnown(json, "joules_per_total_token", power.JoulesPerTotalToken);
        WriteKnown(json, "prefill_gpu_energy_j", power.PrefillGpuEnergyJ);
        WriteKnown(json, "prefill_avg_power_w", power.PrefillAvgPowerW);
        WriteKnown(json, "decode_gpu_energy_j", power.DecodeGpuEnergyJ);
        WriteKnown(json, "decode_avg_power_w", power.DecodeAvgPowerW);
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
