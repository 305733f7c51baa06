using System.Text.RegularExpressions;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

public partial class NamespaceTests
{
    // Top-level statements and assembly-wide directives belong to no namespace.
    private static readonly string[] s_withoutNamespace = ["Program.cs", "GlobalUsings.cs", "AssemblyInfo.cs"];

    // The room that stands in for a package of this name has its namespace.
    private const string StandIn = "System.IO.Hashing";

    [Fact]
    public void A_namespace_is_its_folder() =>
        Finding.AssertNone(Repository.CSharp.SelectMany(Check));

    private static IEnumerable<Finding> Check(SourceFile file)
    {
        string[] folders = file.Folder.Split('/');
        string expected = file.Folder switch
        {
            "src/Hashing" => StandIn,
            // Compiled into every room, and found from each of them before the framework's: its namespace is the one around them all.
            "src/Shared" => "LoadGen",
            _ => string.Join('.', ["LoadGen", .. folders.Skip(1)]),
        };
        Match match = Declaration().Match(file.Code);
        if (match.Success && match.Groups["name"].Value != expected)
        {
            yield return file.At(match.Index, $"namespace {match.Groups["name"].Value} in a folder that means {expected}");
        }
        else if (!match.Success && !s_withoutNamespace.Contains(file.Name))
        {
            yield return new Finding(file.Path, 1, $"no file-scoped namespace; the folder means {expected}");
        }
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
