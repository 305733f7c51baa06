using System.Globalization;
using System.Text.Json.Nodes;
using LoadGen.Histograms;

namespace LoadGen.Reporting.Tests.Html.Support;

/// <summary>A run's folder as far as a report reads it, written by hand, gone with the test.</summary>
internal sealed class RunFolderFor : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public string Path { get; } = Directory.CreateTempSubdirectory("loadgen-report-").FullName;

    public RunFolderFor Result(double durationS)
    {
        Write("result.json", new JsonObject { ["schema"] = "loadgen.result", ["started_at"] = s_start.ToString("O"), ["duration_s"] = durationS }.ToJsonString());
        return this;
    }

    public RunFolderFor Records(params string[] lines)
    {
        Write("records.jsonl", string.Concat(lines.Select(line => line + "\n")));
        return this;
    }

    /// <summary>Readings of GPUs, each seconds after the start.</summary>
    public RunFolderFor Power(params (double AtS, int Gpu, double Watts)[] readings)
    {
        long start = s_start.ToUnixTimeSeconds();
        IEnumerable<string> lines = readings.Select(r => string.Create(CultureInfo.InvariantCulture, $"{start + r.AtS:F3},0,{r.Gpu},GPU-{r.Gpu},{r.Watts},,,,,,"));
        Write("telemetry.csv", string.Join('\n', ["time_unix_s,monotonic_ns,index,uuid,power_w,energy_j,utilization_percent,sm_clock_mhz,memory_clock_mhz,memory_used_bytes,temperature_c", .. lines]));
        return this;
    }

    /// <summary>A log of one interval with these values.</summary>
    public RunFolderFor Log(string file, params double[] ms)
    {
        var histogram = new HdrHistogram(1, 3_600_000_000_000, 3);
        foreach (double value in ms)
        {
            histogram.Record((long)(value * 1e6));
        }

        Write(file, $"#[Histogram log format version 1.3]\n0.000,1.000,{ms.Max().ToString(CultureInfo.InvariantCulture)},{HistogramCodec.EncodeBase64(histogram)}\n");
        return this;
    }

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
