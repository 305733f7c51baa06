using System.Runtime.InteropServices;

namespace LoadGen.Transport.Tests.Support;

/// <summary>The environment as native libraries see it.</summary>
internal static partial class NativeEnvironment
{
    public static string? Get(string name) => Marshal.PtrToStringUTF8(GetEnv(name));

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnv(string name);
}
