using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

/// <summary>A clone works anywhere: nothing in it names one machine's folders or one network's registries.</summary>
public partial class PortabilityTests
{
    // Spelt apart, so that this file passes its own test.
    private static readonly Regex s_machinePath = new(@"(?<![\w.~-])/(wo" + @"rk|ro" + @"ot|tmp/w" + @"t|home/\w+)/");

    [Fact]
    public void No_file_names_a_folder_of_one_machine() => Finding.AssertNone(
        from file in Repository.Files
        // Recipes and their like name folders inside containers.
        where !file.Path.StartsWith("configs/", StringComparison.Ordinal)
        from Match match in s_machinePath.Matches(file.Text)
        select file.At(match.Index, $"{match.Value} is a folder of one machine"));

    [Fact]
    public void Registries_are_named_in_the_NuGet_configuration_only()
    {
        HashSet<string> configured = [.. XDocument.Parse(Repository.File("nuget.config").Text).Descendants("add")
            .Select(source => (string)source.Attribute("value")!)
            .Where(value => Uri.IsWellFormedUriString(value, UriKind.Absolute))
            .Select(value => new Uri(value).Host)];
        Finding.AssertNone(
            from file in Repository.Files
            where file.Path != "nuget.config"
            from Match match in Host().Matches(file.Text)
            let host = match.Groups["host"].Value
            where configured.Contains(host) || Registry().IsMatch(host)
            select file.At(match.Index, $"{host}: clients know their registry, the repository does not"));
    }

    [Fact]
    public void Scripts_stop_at_the_first_failure() => Finding.AssertNone(
        from script in Repository.Scripts
        where !script.Text.StartsWith("#!/usr/bin/env bash\n", StringComparison.Ordinal)
            || !script.Text.Contains("\nset -euo pipefail\n", StringComparison.Ordinal)
        select new Finding(script.Path, 1, "start with #!/usr/bin/env bash and set -euo pipefail"));

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Scripts_can_be_run() => Finding.AssertNone(
        from script in Repository.Scripts
        where !File.GetUnixFileMode(Path.Combine(Repository.Root, script.Path)).HasFlag(UnixFileMode.UserExecute)
        select new Finding(script.Path, 1, "not executable: chmod +x"));

    [GeneratedRegex(@"https?://(?<host>[\w.-]+)")]
    private static partial Regex Host();

    [GeneratedRegex(@"(^|\.)(registry|mirrors?|nexus|artifactory|pypi|proxy)\.|^deb\.|^packages\.")]
    private static partial Regex Registry();
}
