using System.Runtime.CompilerServices;
using LoadGen.Configuration;
using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Tests.Settings;

/// <summary>The examples that users start from are right.</summary>
public class ExampleTests
{
    // An example names files that only its user has.
    private static readonly SettingsRules s_rules = Texts.Rules;

    public static TheoryData<string> Names =>
        new(Directory.EnumerateFiles(Folder(), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_is_read(string name)
    {
        YamlDocument<RouterSettings> document = RouterSettingsReader.Read(Path.Combine(Folder(), name), s_rules);
        Assert.True(document.Value.ToWorkers().Count > 0 || document.Value.Heartbeat is not null);
    }

    [Fact]
    public void There_is_an_example_for_each_engine() =>
        Assert.Superset(
            new HashSet<string> { "sglang.yaml", "vllm-nixl.yaml", "trtllm.yaml", "aggregated.yaml" },
            Directory.EnumerateFiles(Folder()).Select(path => Path.GetFileName(path)).ToHashSet());

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../configs/routing"));
}
