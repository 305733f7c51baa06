namespace LoadGen.Transport.Tests.Support;

/// <summary>The process's open descriptors as the kernel names them, such as <c>socket:[4711]</c>, which no two sockets ever share.</summary>
internal static class OpenFiles
{
    private const string Folder = "/proc/self/fd";

    public static string NameOf(int descriptor) => new FileInfo($"{Folder}/{descriptor}").LinkTarget!;

    /// <summary>Every one; a descriptor that another test closes meanwhile is left out.</summary>
    public static List<string> Names() =>
        [.. Directory.GetFileSystemEntries(Folder).Select(path => new FileInfo(path).LinkTarget).OfType<string>()];
}
