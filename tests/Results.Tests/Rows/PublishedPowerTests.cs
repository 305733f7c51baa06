using System.Globalization;
using LoadGen.Results.Points;
using LoadGen.Results.Rows;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Rows;

/// <summary>Measured power of DeepSeek V4 on 8 B200, input 8192, output 1024.</summary>
public class PublishedPowerTests
{
    private const int Gpus = 8;
    private const int RequestsPerConcurrency = 10;

    private static readonly string[] s_lines = File.ReadAllLines(TestData.Path("power_b200_vllm_dsv4_fp4_8k1k_dep8.csv"));

    public static TheoryData<string> Rows => [.. s_lines.Skip(1)];

    [Fact]
    public void All_of_them_are_there() => Assert.Equal(5, Rows.Count);

    // The figures are rounded to 1e-6 J, the energy to 1e-3 J.
    [Theory]
    [MemberData(nameof(Rows))]
    public void The_energy_is_that_of_ten_requests_a_stream(string line)
    {
        Dictionary<string, double> row = Figures(line);
        Assert.Equal(RequestsPerConcurrency * row["conc"], row["total_gpu_energy_j"] / row["joules_per_successful_query"], 3);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Joules_a_token_add_up_as_their_tokens_do(string line)
    {
        Dictionary<string, double> row = Figures(line);
        double tokens = row["total_gpu_energy_j"] / row["joules_per_total_token"];
        double input = row["total_gpu_energy_j"] / row["joules_per_input_token"];
        double output = row["total_gpu_energy_j"] / row["joules_per_output_token"];
        Assert.Equal(1, (input + output) / tokens, 5);
        Assert.Equal(row["avg_total_gpu_power_w"], Gpus * row["avg_power_w"], 0.01);
    }

    // All GPUs' power over the tokens of a second is the energy of a token.
    [Theory]
    [MemberData(nameof(Rows))]
    public void Power_over_throughput_is_energy_a_token(string line)
    {
        Dictionary<string, double> row = Figures(line);
        Assert.Equal(1, row["avg_power_w"] / row["tput_per_gpu"] / row["joules_per_total_token"], 3);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void They_pass_the_checks_of_rows(string line)
    {
        Dictionary<string, double> row = Figures(line);
        var identity = new PointIdentity { Hardware = "b200", Framework = "vllm", Model = "dsv4", Precision = "fp4", Decode = new WorkerShape { Tp = 8, Ep = 8, Gpus = Gpus } };
        Assert.Empty(RowChecks.Of(row, identity));
    }

    private static Dictionary<string, double> Figures(string line) =>
        s_lines[0].Split(',').Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => double.Parse(pair.Second, CultureInfo.InvariantCulture));
}
