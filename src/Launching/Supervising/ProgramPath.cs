namespace LoadGen.Launching.Supervising;

/// <summary>Finds programs as a shell does.</summary>
public static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of a program; null where there is none.</summary>
    /// <param name="name">A name to look for, or a path when it has a slash.</param>
    /// <param name="searchPath">Folders with colons between, as in <c>PATH</c>.</param>
    public static string? Find(string name, string? searchPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return IsProgram(name) ? Path.GetFullPath(name) : null;
        }

        return (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
}
