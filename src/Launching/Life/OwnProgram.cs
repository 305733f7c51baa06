namespace LoadGen.Launching.Life;

/// <summary>How this program starts itself.</summary>
public static class OwnProgram
{
    /// <summary>The native binary; or, run by <c>dotnet</c>, that and the assembly.</summary>
    public static IReadOnlyList<string> Words { get; } = Find();

    private static string[] Find()
    {
        string path = Environment.ProcessPath ?? throw new InvalidOperationException("the kernel does not say what this program is (/proc/self/exe)");
        return Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [path];
    }
}
