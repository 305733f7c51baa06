using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadGen.EndToEnd.Routing;

/// <summary>A scrape, read strictly: a line that is not Prometheus' text format 0.0.4 fails the test.</summary>
internal sealed partial class MetricsText
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    public static MetricsText Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var metrics = new MetricsText();
        var typed = new HashSet<string>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.True(typed.Add(line.Split(' ')[2]), $"two types: {line}");
                continue;
            }

            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                continue;
            }

            Match match = Sample().Match(line);
            Assert.True(match.Success, $"no sample: {line}");
            string name = match.Groups["name"].Value;
            Assert.True(typed.Contains(name) || typed.Contains(Suffix().Replace(name, "")), $"a sample before its type: {line}");
            metrics._samples.Add((name, match.Groups["labels"].Value, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)));
        }

        return metrics;
    }

    /// <summary>The sum of a metric's samples whose labels hold all of these.</summary>
    public double Sum(string name, params string[] labels) => _samples
        .Where(sample => sample.Name == "loadgen_router_" + name && labels.All(label => sample.Labels.Contains(label, StringComparison.Ordinal)))
        .Sum(sample => sample.Value);

    public override string ToString() => string.Join('\n', _samples.Where(sample => !sample.Name.EndsWith("_bucket", StringComparison.Ordinal)));

    [GeneratedRegex("""^(?<name>[a-z_]+)(\{(?<labels>([a-z_]+="[^"\n]*",?)+)\})? (?<value>[0-9.eE+-]+|\+Inf|NaN)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
