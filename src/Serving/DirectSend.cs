using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LoadGen.Serving;

/// <summary>
/// <c>send(2)</c> without waiting. Two thirds of the cost of a write through the connection's pipe and its socket operations
/// (docs/simulation.md has the measurement), and it never blocks whoever paces.
/// </summary>
internal static unsafe partial class DirectSend
{
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;

    /// <summary>True where the constants above hold.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Hands bytes to the kernel.</summary>
    /// <returns>Bytes taken, from 0; or −1 when the connection is gone.</returns>
    public static int Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            while (true)
            {
                nint sent;
                try
                {
                    sent = send(socket, first, (nuint)bytes.Length, DontWait | NoSignal);
                }
                catch (ObjectDisposedException)
                {
                    return -1;
                }

                if (sent >= 0)
                {
                    return (int)sent;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Interrupted:
                        continue;
                    case WouldBlock:
                        return 0;
                    default:
                        return -1;
                }
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(SafeSocketHandle socket, byte* buffer, nuint length, int flags);
}
