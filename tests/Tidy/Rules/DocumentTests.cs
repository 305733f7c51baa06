using System.Text.RegularExpressions;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

public partial class DocumentTests
{
    private static readonly string[] s_maps = ["README.md", "docs/README.md"];

    [Fact]
    public void Links_lead_to_files_that_exist() => Finding.AssertNone(
        from file in Documents()
        from link in Links(file)
        where !Repository.Exists(link.Target)
        select file.At(link.Position, $"{link.Target} does not exist"));

    [Fact]
    public void Every_page_is_on_the_map()
    {
        // With no README yet there is no map to be on.
        HashSet<string> linked = [.. Documents().Where(file => s_maps.Contains(file.Path)).SelectMany(Links).Select(link => link.Target)];
        Finding.AssertNone(
            from page in Documents()
            where Repository.Exists(s_maps[0]) && page.Folder == "docs" && !s_maps.Contains(page.Path) && !linked.Contains(page.Path)
            select new Finding(page.Path, 1, $"linked from neither {string.Join(" nor ", s_maps)}"));
    }

    private static IEnumerable<SourceFile> Documents() =>
        Repository.Files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));

    private static IEnumerable<(string Target, int Position)> Links(SourceFile file) =>
        from Match match in Link().Matches(file.Text)
        let target = match.Groups["target"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
        let full = Path.GetFullPath(Path.Combine(Repository.Root, file.Folder, target))
        select (Path.GetRelativePath(Repository.Root, full), match.Index);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
