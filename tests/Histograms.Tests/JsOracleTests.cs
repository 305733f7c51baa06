using System.Globalization;
using System.Text.Json;

namespace LoadGen.Histograms.Tests;

/// <summary>
/// LoadGen against hdr-histogram-js, an independent implementation. The tests stand alone on the checked-in fixture;
/// oracle/run.sh hands them fresh histograms and takes what they write back to JavaScript.
/// </summary>
public sealed class JsOracleTests
{
    private static readonly double[] Percentiles = [0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999, 100];

    [Fact]
    public void Histograms_encoded_by_the_oracle_decode_to_its_figures()
    {
        var input = Environment.GetEnvironmentVariable("LOADGEN_ORACLE_INPUT");
        using var fixture = JsonDocument.Parse(input is null ? Fixture.Text(Fixture.JsHistograms) : File.ReadAllText(input));
        var cases = fixture.RootElement.GetProperty("cases").EnumerateArray().ToList();

        Assert.NotEmpty(cases);
        Assert.All(cases, expected => AssertFigures(expected, HistogramCodec.DecodeBase64(expected.GetProperty("base64").GetString())));
    }

    [Fact]
    public void Histograms_and_a_log_written_for_the_oracle_read_back_here()
    {
        var folder = Environment.GetEnvironmentVariable("LOADGEN_ORACLE_OUTPUT") ?? Path.Combine(AppContext.BaseDirectory, "oracle-output");
        Directory.CreateDirectory(folder);
        var histograms = SampleHistograms.All().ToList();
        WriteJson(Path.Combine(folder, "ours.json"), histograms);
        WriteLog(Path.Combine(folder, "ours.hlog"), histograms);

        var intervals = Fixture.Intervals(File.ReadAllText(Path.Combine(folder, "ours.hlog")));
        Assert.Equal(histograms.Count, intervals.Count);
        Assert.All(histograms.Zip(intervals), pair => HistogramAssert.Same(pair.First.Histogram, pair.Second.Histogram));
    }

    private static void AssertFigures(JsonElement expected, HdrHistogram actual)
    {
        Assert.Equal(expected.GetProperty("lowest").GetInt64(), actual.LowestDiscernibleValue);
        Assert.Equal(expected.GetProperty("highest").GetInt64(), actual.HighestTrackableValue);
        Assert.Equal(expected.GetProperty("digits").GetInt32(), actual.SignificantDigits);
        Assert.Equal(expected.GetProperty("total").GetInt64(), actual.TotalCount);
        Assert.Equal(expected.GetProperty("min").GetInt64(), actual.Min);
        Assert.Equal(expected.GetProperty("max").GetInt64(), actual.Max);
        Assert.Equal(expected.GetProperty("mean").GetDouble(), actual.Mean, Math.Max(1, actual.Mean) * 1e-9);
        Assert.Equal(expected.GetProperty("stdDev").GetDouble(), actual.StdDev, Math.Max(1, actual.StdDev) * 1e-9);
        foreach (var pair in expected.GetProperty("percentiles").EnumerateArray())
        {
            Assert.Equal(pair[1].GetInt64(), actual.ValueAtPercentile(pair[0].GetDouble()));
        }

        Assert.Equal(Rows(expected, "recorded"), RecordedRows(actual));
        Assert.Equal(Rows(expected, "steps"), StepRows(actual));
    }

    private static List<string> Rows(JsonElement expected, string name)
        => [.. expected.GetProperty(name).EnumerateArray().Select(row => string.Join(',', row.EnumerateArray().Select(cell => Text(cell.GetDouble()))))];

    private static List<string> RecordedRows(HdrHistogram histogram)
        => [.. histogram.RecordedValues().Select(step => $"{Text(step.Value)},{Text(step.CountAtValue)}")];

    private static List<string> StepRows(HdrHistogram histogram)
        => [.. histogram.Percentiles(5).Select(step => $"{Text(step.Value)},{Text(step.CountInStep)},{Text(step.TotalCount)},{Text(step.PercentileLevel)}")];

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static void WriteJson(string path, List<(string Name, HdrHistogram Histogram)> histograms)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("cases");
        foreach (var (name, h) in histograms)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("base64", HistogramCodec.EncodeBase64(h));
            WriteFigures(json, h);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, HdrHistogram h)
    {
        json.WriteNumber("lowest", h.LowestDiscernibleValue);
        json.WriteNumber("highest", h.HighestTrackableValue);
        json.WriteNumber("digits", h.SignificantDigits);
        json.WriteNumber("total", h.TotalCount);
        json.WriteNumber("min", h.Min);
        json.WriteNumber("max", h.Max);
        json.WriteNumber("mean", h.Mean);
        json.WriteNumber("stdDev", h.StdDev);
        WriteRows(json, "percentiles", Percentiles.Select(p => new[] { p, h.ValueAtPercentile(p) }));
        WriteRows(json, "recorded", h.RecordedValues().Select(s => new double[] { s.Value, s.CountAtValue }));
        WriteRows(json, "steps", h.Percentiles(5).Select(s => new[] { s.Value, s.CountInStep, s.TotalCount, s.PercentileLevel }));
    }

    private static void WriteRows(Utf8JsonWriter json, string name, IEnumerable<double[]> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            foreach (var cell in row)
            {
                json.WriteNumberValue(cell);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteLog(string path, List<(string Name, HdrHistogram Histogram)> histograms)
    {
        using var log = new HistogramLogWriter(new StreamWriter(path));
        log.WriteHeader("Written for the oracle", DateTimeOffset.FromUnixTimeMilliseconds(1_441_812_279_474));
        for (var i = 0; i < histograms.Count; i++)
        {
            var interval = histograms[i].Histogram.Copy();
            interval.Tag = i % 2 == 0 ? "even" : null;
            log.WriteInterval(interval, i, 1);
        }
    }
}
