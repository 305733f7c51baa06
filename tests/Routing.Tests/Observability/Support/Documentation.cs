namespace LoadGen.Routing.Tests.Observability.Support;

/// <summary>The pages that tests compare with the code.</summary>
internal static class Documentation
{
    public static string RouterMetrics() => File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "router-metrics.md"));

    private static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LoadGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"no LoadGen.sln above {AppContext.BaseDirectory}");
    }
}
