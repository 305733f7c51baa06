using System.Text.Json;
using LoadGen.Measurement.Metrics;
using LoadGen.Measurement.Results;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Tests.Support;
using LoadGen.Telemetry;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Measurement.Tests.Results;

public class PowerInfoTests
{
    [Fact]
    public void Known_power_gives_known_joules()
    {
        PowerInfo power = PowerInfo.Of(PowerFixtures.Record([], 1, 300, 500), completed: 40, inputTokens: 1000, outputTokens: 3000);

        Assert.Equal((400.0, 800.0, 500.0, 8000.0), (power.AvgPowerW, power.AvgTotalGpuPowerW, power.MaxPowerW, power.TotalGpuEnergyJ));
        Assert.Equal((200.0, 8.0, 8000 / 3000.0, 2.0), (power.JoulesPerSuccessfulQuery, power.JoulesPerInputToken, power.JoulesPerOutputToken, power.JoulesPerTotalToken));
        Assert.Equal((true, 1.0, 50.0), (power.Valid, power.Coverage, power.PeriodMs));
        Assert.Equal(1, power.CounterRatio!.Value, 9);
        Assert.Equal((null, null, null, null), (power.PrefillGpuEnergyJ, power.PrefillAvgPowerW, power.DecodeGpuEnergyJ, power.DecodeAvgPowerW));
    }

    [Fact]
    public void Roles_have_their_own_energy_and_power()
    {
        PowerInfo power = PowerInfo.Of(PowerFixtures.Record(PowerFixtures.Pair, 1, 300, 500), 1, 1, 1);
        Assert.Equal((3000.0, 300.0, 5000.0, 500.0), (power.PrefillGpuEnergyJ, power.PrefillAvgPowerW, power.DecodeGpuEnergyJ, power.DecodeAvgPowerW));
    }

    [Fact]
    public void What_nothing_was_counted_of_has_no_cost()
    {
        PowerInfo power = PowerInfo.Of(PowerFixtures.Record([], 1, 300), 0, 0, 0);
        Assert.Equal((null, null, null, null), (power.JoulesPerSuccessfulQuery, power.JoulesPerInputToken, power.JoulesPerOutputToken, power.JoulesPerTotalToken));
        Assert.Equal(3000, power.TotalGpuEnergyJ);
    }

    [Fact]
    public void A_GPU_that_did_not_tell_leaves_reasons_and_no_sum()
    {
        PowerInfo power = PowerInfo.Of(PowerFixtures.Record([], 1, 300, double.NaN), 10, 10, 10);
        Assert.Equal((null, null, null, null), (power.TotalGpuEnergyJ, power.AvgPowerW, power.JoulesPerOutputToken, power.CounterEnergyJ));
        Assert.Equal(("GPU 1: this GPU does not tell its power", false), (power.TotalGpuEnergyAbsent, power.Valid));
    }

    [Fact]
    public async Task Both_documents_have_it_and_the_files_name_the_samples()
    {
        JsonElement result = JsonSerializer.SerializeToElement(await BuildAsync(PowerFixtures.Record(PowerFixtures.Pair, 1, 300, 500)), ResultJson.Readable.ResultDocument);
        Assert.Equal(8000, result.GetProperty("power").GetProperty("total_gpu_energy_j").GetDouble());
        Assert.Equal(["prefill", "decode"], result.GetProperty("power").GetProperty("roles").EnumerateArray().Select(r => r.GetProperty("role").GetString()));
        Assert.Contains("telemetry.csv", result.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
        Assert.All(PowerMetrics.All, m => Assert.True(result.GetProperty("power").TryGetProperty(m.Name, out _) && result.GetProperty("definitions").TryGetProperty("power." + m.Name, out _), m.Name));
    }

    [Fact]
    public async Task Without_telemetry_there_is_a_reason_instead()
    {
        ResultDocument document = await BuildAsync(null);
        Assert.Equal((null, "not asked for"), (document.Power, document.PowerAbsent));
        Assert.DoesNotContain("telemetry.csv", document.Files);
    }

    [Fact]
    public void InferenceX_gets_its_names_in_its_schema_when_the_figures_stand()
    {
        JsonElement x = InferenceX(PowerFixtures.Record(PowerFixtures.Pair, 1, 300, 500));
        Assert.Equal(
            [
                "power_metric_schema_version", "power_valid", "avg_power_w", "avg_total_gpu_power_w", "total_gpu_energy_j", "joules_per_successful_query",
                "joules_per_input_token", "joules_per_output_token", "joules_per_total_token", "prefill_gpu_energy_j", "prefill_avg_power_w",
                "decode_gpu_energy_j", "decode_avg_power_w",
            ],
            x.EnumerateObject().Select(p => p.Name));
        Assert.Equal((2, 1, 8000), (x.GetProperty("power_metric_schema_version").GetInt32(), x.GetProperty("power_valid").GetInt32(), x.GetProperty("total_gpu_energy_j").GetDouble()));
    }

    [Fact]
    public void InferenceX_gets_no_figures_that_do_not_stand() =>
        Assert.Equal(["power_metric_schema_version", "power_valid"], InferenceX(PowerFixtures.Record([], 1.2, 300)).EnumerateObject().Select(p => p.Name));

    [Theory]
    [InlineData(1.0, RunVerdictKind.Valid, null)]
    [InlineData(1.2, RunVerdictKind.Invalid, "--require-power: the energy counters and the integral of power differ: their ratio is 1.200")]
    public void Required_power_that_does_not_stand_makes_a_valid_run_invalid(double counterScale, RunVerdictKind kind, string? message)
    {
        RunVerdict verdict = new RunVerdict(RunVerdictKind.Valid, null).PowerRequired(PowerInfo.Of(PowerFixtures.Record([], counterScale, 300), 1, 1, 1));
        Assert.Equal(kind, verdict.Kind);
        Assert.StartsWith(message ?? "", verdict.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Required_power_that_is_not_there_makes_a_run_invalid_and_a_failed_run_stays_failed()
    {
        Assert.Equal(RunVerdictKind.Invalid, new RunVerdict(RunVerdictKind.Valid, null).PowerRequired(null).Kind);
        Assert.Equal(RunVerdictKind.Failed, new RunVerdict(RunVerdictKind.Failed, "x").PowerRequired(null).Kind);
    }

    [Fact]
    public void The_bounds_are_those_that_the_definitions_state()
    {
        Assert.Equal((0.95, 0.05, 1), (WindowPower.LeastCoverage, WindowPower.MostDisagreement, Coverage.GapS));
        string definitions = string.Join('\n', PowerMetrics.All.Select(m => m.Definition));
        Assert.Contains("Valid from 0.95 to 1.05.", definitions, StringComparison.Ordinal);
        Assert.Contains("a gap is more than 1 s", definitions, StringComparison.Ordinal);
    }

    private static async Task<ResultDocument> BuildAsync(PowerRecord? power)
    {
        RunOutcome run = await ResultFixtures.RunAsync(ResultFixtures.Phase(Given.Completed([10, 20])));
        return new ResultWriter(ResultFixtures.Options, ResultFixtures.About).Build(run with { Power = power, PowerAbsent = power is null ? "not asked for" : null });
    }

    private static JsonElement InferenceX(PowerRecord record)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            InferenceXPower.Write(json, PowerInfo.Of(record, 40, 1000, 3000));
            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.ToArray()).RootElement;
    }
}
