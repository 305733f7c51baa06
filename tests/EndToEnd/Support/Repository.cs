namespace LoadGen.EndToEnd.Support;

/// <summary>Where things lie in the clone.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string HistogramFixture(string name) => Existing("tests", "Histograms.Tests", "fixtures", name);

    public static string TraceFixture(string name) => Existing("tests", "Workloads.Tests", "data", name);

    public static string Existing(params string[] parts)
    {
        string path = Path.Combine([Root, .. parts]);
        Assert.True(File.Exists(path), $"{path} does not exist");
        return path;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LoadGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"no LoadGen.sln above {AppContext.BaseDirectory}");
    }
}
