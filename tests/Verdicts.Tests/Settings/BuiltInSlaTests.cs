using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;
using LoadGen.Verdicts.Settings;

namespace LoadGen.Verdicts.Tests.Settings;

/// <summary>The SLAs that the binary carries.</summary>
public sealed class BuiltInSlaTests
{
    // mlcommons/inference, loadgen/mlperf.conf.
    [Theory]
    [InlineData("llama-2-70b-server", 2000, 200)]
    [InlineData("llama-2-70b-interactive", 450, 40)]
    [InlineData("llama-3.1-8b-server", 2000, 100)]
    [InlineData("llama-3.1-8b-interactive", 500, 30)]
    [InlineData("llama-3.1-405b-server", 6000, 175)]
    [InlineData("llama-3.1-405b-interactive", 4500, 80)]
    [InlineData("mixtral-8x7b-server", 2000, 200)]
    [InlineData("deepseek-r1-server", 2000, 80)]
    [InlineData("deepseek-r1-interactive", 1500, 15)]
    [InlineData("gpt-oss-120b-server", 3000, 80)]
    [InlineData("gpt-oss-120b-interactive", 2000, 15)]
    public void MLPerfs_limits_are_the_published_ones(string name, double ttftMs, double tpotMs)
    {
        Sla sla = SlaSource.Open(name).Sla;
        Assert.Equal((name, 0.99), (sla.Name, sla.Confidence));
        Assert.Equal([ObjectiveMetric.Ttft, ObjectiveMetric.Tpot], sla.Objectives.Select(objective => objective.Metric));
        Assert.Equal([ttftMs, tpotMs], sla.Objectives.Select(objective => objective.Bound));
        Assert.All(sla.Objectives, objective => Assert.Equal(0.99, objective.RequiredShare));
        Assert.Contains(sla.File.Sources, source => source.Contains("https://github.com/mlcommons/inference/", StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_no_others_but_the_example() => Assert.Equal(12, SlaSource.BuiltIn.Count);

    // A run that ends before the floor could only ever say: not enough evidence.
    [Fact]
    public void Each_ones_load_makes_enough_requests_for_a_pass()
    {
        Assert.All(SlaSource.BuiltIn.Select(name => SlaSource.Open(name).Sla), sla =>
            Assert.True(sla.Load.RateRps * sla.Load.Duration!.Value.TotalSeconds >= 1.5 * 662));
    }

    [Fact]
    public void A_name_that_none_has_is_refused_with_its_neighbour()
    {
        var refused = Assert.Throws<ConfigurationException>(() => SlaSource.Open("lama-2-70b-server"));
        Assert.Contains("no SLA is called so; did you mean llama-2-70b-server? accepted: deepseek-r1-interactive,", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_keeps_its_text_and_its_folder()
    {
        string folder = Directory.CreateTempSubdirectory("loadgen-sla").FullName;
        try
        {
            string file = Path.Combine(folder, "chat.yaml");
            File.WriteAllText(file, "load: { rate: 1, duration: 1m }\nobjectives: [{ metric: error_rate, max: 1% }]\n");
            SlaSource source = SlaSource.Open(file);
            Assert.Equal(("chat", folder, File.ReadAllText(file)), (source.Sla.Name, source.Folder, source.Text));
            Assert.Null(SlaSource.Open("example").Folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
