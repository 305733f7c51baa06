using LoadGen.Configuration;
using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Tests.Settings;

/// <summary>Configurations as text, and what is wrong with them.</summary>
internal static class Texts
{
    public const string Aggregated = "pools: {workers: {workers: [{url: 'http://10.0.0.1:8000'}]}}\n";

    public const string Pair = """
        protocol: sglang
        pools:
          prefill: {workers: [{url: 'http://10.0.0.1:8000', bootstrap_port: 8998}]}
          decode: {workers: [{url: 'http://10.0.0.2:8000'}]}

        """;

    /// <summary>Rules under which every file exists and every variable is set.</summary>
    public static SettingsRules Rules { get; } = new() { FileExists = _ => true, Variable = _ => "set" };

    public static RouterSettings Parse(string text, SettingsRules? rules = null) =>
        RouterSettingsReader.Parse(text, "/etc/loadgen/router.yaml", rules ?? Rules).Value;

    /// <summary>All problems, without the file's name.</summary>
    public static string[] Problems(string text, SettingsRules? rules = null) =>
        [.. Assert.Throws<ConfigurationException>(() => Parse(text, rules)).Problems.Select(p => p.ToString().Replace("/etc/loadgen/router.yaml:", "", StringComparison.Ordinal))];
}
