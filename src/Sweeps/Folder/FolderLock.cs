namespace LoadGen.Sweeps.Folder;

/// <summary>A folder that one process at a time works in. The kernel takes the lock back when the process ends, however it ends.</summary>
internal static class FolderLock
{
    /// <summary>The lock's file: it stays there, since one that is removed could be another's by then.</summary>
    public const string Name = ".lock";

    // EWOULDBLOCK, which is EAGAIN: 11 on Linux, 35 on macOS; on Windows ERROR_SHARING_VIOLATION as an HRESULT.
    private static readonly int[] s_taken = [11, 35, unchecked((int)0x80070020)];

    /// <exception cref="SweepException">Another process has it, or it cannot be taken.</exception>
    public static FileStream Take(string folder, string option)
    {
        try
        {
            // Not shared: on Linux an flock.
            return new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new SweepException(
                s_taken.Contains(e.HResult)
                    ? $"--output {option}: another loadgen works in that folder; wait for it, or name another folder"
                    : $"--output {option}: its {Name} cannot be locked ({e.Message}); name a folder on a file system that can", e);
        }
    }
}
