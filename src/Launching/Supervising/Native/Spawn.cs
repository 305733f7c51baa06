using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LoadGen.Launching.Supervising.Native;

/// <summary>
/// Starts programs in sessions of their own, their output in a file. The framework's Process can do neither, and it reaps its children
/// behind a subreaper's back.
/// </summary>
internal static unsafe class Spawn
{
    // glibc's posix_spawnattr_t has 336 bytes, posix_spawn_file_actions_t 80, sigset_t 128; musl's are no larger.
    private const int OpaqueBytes = 512;

    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    private const int ReadOnly = 0;
    private const int WriteCreateAppend = 1 | 0x40 | 0x400;
    private const uint LogMode = 0b110_100_100;

    // SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD: .NET ignores or catches them; an ignored one would be handed on.
    private static readonly int[] s_defaults = [1, 2, 3, 13, 15, 17];

    /// <summary>Starts it.</summary>
    /// <param name="program">Its full path.</param>
    /// <param name="words">The program's name, then its arguments.</param>
    /// <param name="environment">All of its environment.</param>
    /// <param name="folder">Where it runs; null for here.</param>
    /// <param name="log">The file that its output is appended to.</param>
    /// <returns>Its pid, which is its session and its process group as well.</returns>
    /// <exception cref="Win32Exception">The kernel would not, and why.</exception>
    public static int Start(string program, IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, string? folder, string log)
    {
        void* memory = NativeMemory.AllocZeroed(4 * OpaqueBytes);
        byte* actions = (byte*)memory;
        byte* attributes = actions + OpaqueBytes;
        byte* signals = attributes + OpaqueBytes;
        byte* mask = signals + OpaqueBytes;
        byte** argv = Block(words);
        byte** envp = Block([.. environment.Select(variable => $"{variable.Key}={variable.Value}")]);
        try
        {
            Check(Libc.ActionsInit(actions));
            Check(Libc.ActionsAddOpen(actions, 0, "/dev/null", ReadOnly, 0));
            Check(Libc.ActionsAddOpen(actions, 1, log, WriteCreateAppend, LogMode));
            Check(Libc.ActionsAddDuplicate(actions, 1, 2));
            if (folder is not null)
            {
                Check(Libc.ActionsAddFolder(actions, folder));
            }

            Check(Libc.AttributesInit(attributes));
            Check(Libc.AttributesSetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession));
            _ = Libc.SignalsClear(mask);
            Check(Libc.AttributesSetSignalMask(attributes, mask));
            _ = Libc.SignalsClear(signals);
            foreach (int signal in s_defaults)
            {
                _ = Libc.SignalsAdd(signals, signal);
            }

            Check(Libc.AttributesSetDefaultSignals(attributes, signals));
            Check(Libc.PosixSpawn(out int pid, program, actions, attributes, argv, envp));
            _ = Libc.ActionsDestroy(actions);
            _ = Libc.AttributesDestroy(attributes);
            return pid;
        }
        finally
        {
            Free(argv);
            Free(envp);
            NativeMemory.Free(memory);
        }
    }

    // These calls answer with the error itself and leave errno alone.
    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    private static byte** Block(IReadOnlyList<string> texts)
    {
        byte** block = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < texts.Count; i++)
        {
            block[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }

        return block;
    }

    private static void Free(byte** block)
    {
        for (byte** at = block; *at is not null; at++)
        {
            Marshal.FreeCoTaskMem((nint)(*at));
        }

        NativeMemory.Free(block);
    }
}
