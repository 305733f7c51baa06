using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LoadGen.Routing.Observability.Metrics;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Observability.Support;

/// <summary>A sample as a scraper sees it.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public bool Has(params (string Name, string Value)[] labels) =>
        Array.TrueForAll(labels, label => Labels.GetValueOrDefault(label.Name) == label.Value);
}

/// <summary>A metric with its samples.</summary>
internal sealed record Family(string Name, string Help, string Type, List<Sample> Samples);

/// <summary>Reads Prometheus' text format 0.0.4 strictly: whatever breaks its grammar fails the test.</summary>
internal sealed partial class Exposition
{
    private Exposition(Dictionary<string, Family> families) => Families = families;

    public IReadOnlyDictionary<string, Family> Families { get; }

    public static Exposition Scrape(RouterMetrics metrics, Fleet? fleet = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        metrics.Write(buffer, fleet);
        return Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer.WrittenSpan));
    }

    public static Exposition Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var families = new Dictionary<string, Family>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Family? current = null;
        string[] lines = text[..^1].Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('#'))
            {
                Match help = Help().Match(lines[i]);
                Assert.True(help.Success, $"not a HELP line: {lines[i]}");
                Match type = Type().Match(lines[++i]);
                Assert.True(type.Success && type.Groups["name"].Value == help.Groups["name"].Value, $"not the TYPE line of {lines[i - 1]}: {lines[i]}");
                current = new Family(help.Groups["name"].Value, help.Groups["help"].Value, type.Groups["type"].Value, []);
                Assert.True(families.TryAdd(current.Name, current), $"{current.Name} begins twice");
                continue;
            }

            Sample sample = ParseSample(lines[i]);
            Assert.NotNull(current);
            Assert.True(Belongs(sample.Name, current), $"{sample.Name} stands under {current.Name}");
            Assert.True(seen.Add(lines[i][..lines[i].LastIndexOf(' ')]), $"twice: {lines[i]}");
            current.Samples.Add(sample);
        }

        foreach (Family family in families.Values.Where(family => family.Type == "histogram"))
        {
            CheckHistogram(family);
        }

        return new Exposition(families);
    }

    public double Value(string name, params (string Name, string Value)[] labels) =>
        Assert.Single(Of(name), sample => sample.Has(labels)).Value;

    public double Sum(string name, params (string Name, string Value)[] labels) =>
        Of(name).Where(sample => sample.Has(labels)).Sum(sample => sample.Value);

    public IEnumerable<Sample> Of(string name)
    {
        string full = "loadgen_router_" + name;
        Family family = Families.GetValueOrDefault(full) ?? Families[full[..full.LastIndexOf('_')]];
        return family.Samples.Where(sample => sample.Name == full);
    }

    private static bool Belongs(string name, Family family) => family.Type == "histogram"
        ? name == family.Name + "_bucket" || name == family.Name + "_sum" || name == family.Name + "_count"
        : name == family.Name;

    private static Sample ParseSample(string line)
    {
        Match match = Line().Match(line);
        Assert.True(match.Success, $"not a sample: {line}");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
        {
            string value = Escape().Replace(label.Groups["value"].Value, m => m.Value switch { @"\n" => "\n", _ => m.Value[1..] });
            Assert.True(labels.TryAdd(label.Groups["name"].Value, value), $"a label twice: {line}");
        }

        return new Sample(match.Groups["name"].Value, labels, Number(match.Groups["value"].Value));
    }

    // Each series of a histogram: bounds ascend to +Inf, counts never fall, the count is the last bucket's, a sum is there.
    private static void CheckHistogram(Family family)
    {
        foreach (IGrouping<string, Sample> series in family.Samples.GroupBy(s => string.Join(',', s.Labels.Where(l => l.Key != "le"))))
        {
            Sample[] buckets = [.. series.Where(s => s.Name.EndsWith("_bucket", StringComparison.Ordinal))];
            double[] bounds = [.. buckets.Select(b => Number(b.Labels["le"]))];
            Assert.Equal(bounds.Order().Distinct(), bounds);
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
            Assert.Equal(buckets.Select(b => b.Value).Order(), buckets.Select(b => b.Value));
            Assert.Equal(buckets[^1].Value, Assert.Single(series, s => s.Name == family.Name + "_count").Value);
            Assert.Single(series, s => s.Name == family.Name + "_sum");
        }
    }

    private static double Number(string text) =>
        text == "+Inf" ? double.PositiveInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<help>([^\\\n]|\\\\|\\n)+)$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\\n]|\\\\|\\""|\\n)*""(,[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\\n]|\\\\|\\""|\\n)*"")*)\})? (?<value>[-+0-9.eE]+|\+Inf|NaN)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>([^""\\]|\\.)*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
