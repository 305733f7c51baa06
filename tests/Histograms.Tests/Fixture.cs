namespace LoadGen.Histograms.Tests;

internal static class Fixture
{
    public const string V0Log = "jHiccup-2.0.1.logV0.hlog";
    public const string V1Log = "jHiccup-2.0.6.logV1.hlog";
    public const string V2Log = "jHiccup-2.0.7S.logV2.hlog";
    public const string TaggedLog = "tagged-Log.logV2.hlog";
    public const string JsHistograms = "hdr-histogram-js.json";

    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", name));

    public static List<HistogramLogInterval> Intervals(string log)
        => [.. new HistogramLogReader(new StringReader(log), "test.hlog").Read()];

    public static HistogramLogTotals Summarise(string log, double? from = null, double? to = null, string? tag = null)
        => HistogramLogSummary.Summarise([("test.hlog", new StringReader(log))], from, to, tag);
}
