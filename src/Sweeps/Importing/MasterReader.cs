using System.Globalization;
using LoadGen.Configuration;

namespace LoadGen.Sweeps.Importing;

/// <summary>
/// Reads InferenceX's master configuration as it is: entries by name, each with <c>scenarios.NAME[].search-space[]</c>. Keys that are not
/// known here are kept with their values, so that whoever imports the file is told of them.
/// </summary>
internal static class MasterReader
{
    private static readonly string[] s_known =
    [
        "tp", "ep", "pp", "dp-attn", "num-worker", "spec-decoding", "conc-start", "conc-end", "conc-list", "prefill", "decode", "router", "kv-p2p-transfer",
    ];

    /// <exception cref="ConfigurationException">It is no YAML, or no mapping of entries.</exception>
    public static IReadOnlyList<MasterEntry> Read(string text, string file)
    {
        var problems = new List<ConfigurationProblem>();
        var entries = new List<MasterEntry>();
        foreach (YamlEntry entry in YamlFile.ParseTree(text, file).Entries)
        {
            if (entry.Value is YamlMapping { } map && Value(map, "framework") is not null && Value(map, "scenarios") is YamlMapping)
            {
                entries.Add(Entry(entry, map));
            }
            else
            {
                problems.Add(new ConfigurationProblem(file, entry.KeyPlace.Line, entry.KeyPlace.Column, entry.Key, "this is no entry of a master configuration; accepted: a mapping with framework and scenarios"));
            }
        }

        return problems.Count == 0 ? entries : throw new ConfigurationException(problems);
    }

    private static MasterEntry Entry(YamlEntry entry, YamlMapping map) => new()
    {
        Key = entry.Key,
        Place = entry.KeyPlace,
        // As enroot writes images: the registry behind a '#'.
        Image = Text(map, "image").Replace('#', '/'),
        Model = Text(map, "model"),
        ModelPrefix = Text(map, "model-prefix"),
        Runner = Text(map, "runner"),
        Precision = Text(map, "precision"),
        Framework = Text(map, "framework"),
        IsDisaggregated = Text(map, "disagg") == "true",
        Router = Value(map, "router") is YamlMapping router ? Text(router, "name") : null,
        Spaces = [.. ((YamlMapping)Value(map, "scenarios")!).Entries.SelectMany(scenario => Items(scenario.Value).SelectMany(one => Spaces(scenario.Key, one)))],
    };

    private static IEnumerable<MasterSpace> Spaces(string scenario, YamlMapping map) => Items(Value(map, "search-space")).Select(space => new MasterSpace
    {
        Place = space.Place,
        Scenario = scenario,
        Isl = Number(map, "isl") ?? 0,
        Osl = Number(map, "osl") ?? 0,
        Shape = Shape(space),
        Prefill = Value(space, "prefill") is YamlMapping prefill ? Shape(prefill) : null,
        Decode = Value(space, "decode") is YamlMapping decode ? Shape(decode) : null,
        SpecDecoding = Text(space, "spec-decoding") is { Length: > 0 } spec ? spec : null,
        ConcStart = Number(space, "conc-start"),
        ConcEnd = Number(space, "conc-end"),
        ConcList = Value(space, "conc-list") is YamlSequence list ? [.. list.Items.OfType<YamlScalar>().Select(Number).OfType<int>()] : [],
        Beyond = [.. Beyond(space, ""), .. Beyond(Value(space, "prefill"), "prefill."), .. Beyond(Value(space, "decode"), "decode.")],
    });

    private static MasterShape Shape(YamlMapping map) =>
        new(Number(map, "num-worker"), Number(map, "tp"), Number(map, "ep"), Number(map, "pp"), Text(map, "dp-attn") == "true");

    private static IEnumerable<string> Beyond(YamlNode? node, string prefix) => node is not YamlMapping map
        ? []
        : map.Entries.Where(entry => !s_known.Contains(entry.Key) && !IsNothing(entry)).Select(entry => $"{prefix}{entry.Key}: {Flat(entry.Value)}");

    // kv-offloading: none, dcp-size: 1.
    private static bool IsNothing(YamlEntry entry) => entry.Value is YamlScalar { Text: "none" } || (entry.Key.EndsWith("-size", StringComparison.Ordinal) && entry.Value is YamlScalar { Text: "1" });

    private static string Flat(YamlNode node) => node switch
    {
        YamlScalar scalar => scalar.Text,
        YamlSequence list => string.Join(", ", list.Items.Select(Flat)),
        YamlMapping map => string.Join(" ", map.Entries.Select(entry => Flat(entry.Value))),
        _ => "",
    };

    private static IEnumerable<YamlMapping> Items(YamlNode? node) => node is YamlSequence list ? list.Items.OfType<YamlMapping>() : [];

    private static YamlNode? Value(YamlMapping map, string key) => map.Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static string Text(YamlMapping map, string key) => (Value(map, key) as YamlScalar)?.Text ?? "";

    private static int? Number(YamlMapping map, string key) => Value(map, key) is YamlScalar scalar ? Number(scalar) : null;

    private static int? Number(YamlScalar scalar) => int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
