using System.Text;

namespace LoadGen.Tidy.Reading;

/// <summary>The working tree, read once: every text file that .gitignore does not name.</summary>
public static class Repository
{
    private static readonly string[] s_textExtensions =
    [
        ".c", ".config", ".cs", ".csproj", ".css", ".editorconfig", ".h", ".html", ".js", ".json", ".md", ".mjs", ".props",
        ".py", ".sh", ".sln", ".svg", ".targets", ".yaml", ".yml",
    ];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files { get; } = ReadAll();

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> CSharpUnder(string folder) =>
        CSharp.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Projects =>
        Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Scripts =>
        Files.Where(file => file.Path.EndsWith(".sh", StringComparison.Ordinal) || file.Path == ".ci/run");

    /// <summary>The file at a path that must exist.</summary>
    public static SourceFile File(string path) =>
        Files.FirstOrDefault(file => file.Path == path) ?? throw new InvalidOperationException($"{path} is missing");

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("LoadGen.sln").Any())
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"LoadGen.sln is in no folder above {AppContext.BaseDirectory}");
    }

    private static SourceFile[] ReadAll()
    {
        HashSet<string> ignored = [".git", .. System.IO.File.ReadLines(Path.Combine(Root, ".gitignore"))
            .Where(line => line.EndsWith('/')).Select(line => line.TrimEnd('/'))];
        var files = new List<SourceFile>();
        Collect(new DirectoryInfo(Root), ignored, files);
        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static void Collect(DirectoryInfo folder, HashSet<string> ignored, List<SourceFile> files)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo inner)
            {
                if (!ignored.Contains(inner.Name))
                {
                    Collect(inner, ignored, files);
                }
            }
            else if (s_textExtensions.Contains(entry.Extension) || (entry.Name == "run" && folder.Name == ".ci"))
            {
                string path = Path.GetRelativePath(Root, entry.FullName);
                files.Add(new SourceFile(path, System.IO.File.ReadAllText(entry.FullName, Encoding.UTF8)));
            }
        }
    }
}
