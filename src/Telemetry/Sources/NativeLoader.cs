using System.Runtime.InteropServices;

namespace LoadGen.Telemetry.Sources;

/// <summary>Loads a library of the driver's at run time: nothing of it is needed to build or to start.</summary>
internal static class NativeLoader
{
    /// <summary>The first of the candidates that loads.</summary>
    /// <param name="variable">The environment variable that names another file; then only that is tried.</param>
    /// <param name="candidates">Names and paths, in order.</param>
    /// <param name="package">What brings the library, for the message.</param>
    /// <param name="file">The file, where the caller knows it; null to look.</param>
    /// <exception cref="TelemetryException">None loads.</exception>
    public static nint Load(string variable, IReadOnlyList<string> candidates, string package, string? file)
    {
        string? named = file ?? Environment.GetEnvironmentVariable(variable);
        IReadOnlyList<string> tried = string.IsNullOrEmpty(named) ? candidates : [named];
        foreach (string path in tried)
        {
            if (NativeLibrary.TryLoad(path, out nint library))
            {
                return library;
            }
        }

        throw new TelemetryException(tried.Count == 1
            ? $"{tried[0]} ({variable}) cannot be loaded: name a library that can"
            : $"{tried[0]} cannot be loaded: install {package}, or name the file in {variable}");
    }

    /// <summary>A function of the library; null when it has none of that name.</summary>
    public static nint? Find(nint library, string name) => NativeLibrary.TryGetExport(library, name, out nint address) ? address : null;

    /// <summary>A function that is not to be done without.</summary>
    /// <exception cref="TelemetryException">It is not there.</exception>
    public static nint Get(nint library, string name) =>
        Find(library, name) ?? throw new TelemetryException($"the library has no function {name}: the driver is too old, or the file is another library");

    /// <summary>Text up to its terminating zero.</summary>
    public static unsafe string Text(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            int length = buffer.IndexOf((byte)0);
            return System.Text.Encoding.UTF8.GetString(start, length < 0 ? buffer.Length : length).Trim();
        }
    }
}
