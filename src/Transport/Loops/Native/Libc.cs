using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LoadGen.Transport.Loops.Native;

/// <summary>
/// The system calls of the event loop, as the C library of 64-bit Linux has them (x64 and arm64 share every number below). A failing
/// call returns −1 and leaves its error in <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static unsafe partial class Libc
{
    public const int ShutdownSend = 1;
    public const int AfUnix = 1;
    public const int AfInet = 2;
    public const int AfInet6 = 10;
    public const int SockStream = 1;
    public const int SockNonBlock = 0x800;
    public const int SockCloseOnExec = 0x80000;
    public const int MsgPeek = 0x2;
    public const int MsgDontWait = 0x40;
    public const int MsgNoSignal = 0x4000;
    public const int SolSocket = 1;
    public const int SoError = 4;
    public const int SoTimestampNs = 35;
    public const int IpProtoIp = 0;
    public const int IpBindAddressNoPort = 24;
    public const int IpProtoTcp = 6;
    public const int TcpNoDelay = 1;
    public const int EpollCloseOnExec = 0x80000;
    public const int EpollCtlAdd = 1;
    public const int EpollCtlDelete = 2;
    public const int EpollCtlModify = 3;
    public const uint EpollIn = 0x1;
    public const uint EpollOut = 0x4;
    public const int EventFdNonBlock = 0x800;
    public const int EventFdCloseOnExec = 0x80000;
    public const int DuplicateCloseOnExec = 1030;
    public const int ClockRealtime = 0;
    public const int ClockThreadCpuTime = 3;

    private const long SysGetTid64 = 186;
    private const long SysGetTidArm64 = 178;
    private const long SysEpollPwait2 = 441;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, byte* address, uint addressBytes);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, byte* address, uint addressBytes);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSockOpt(int socket, int level, int option, int* value, uint bytes);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSockOpt(int socket, int level, int option, int* value, uint* bytes);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int DuplicateFrom(int descriptor, int duplicateCloseOnExec, int lowest);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* bytes, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* bytes, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int maxEvents, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle descriptor, void* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle descriptor, void* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    public static partial int ClockGetTime(int clock, Timespec* time);

    /// <summary><c>epoll_pwait2</c>: a timeout in ns. Called by number: C libraries have it only since glibc 2.35, kernels since 5.11.</summary>
    public static int EpollWaitNs(int epoll, byte* events, int maxEvents, Timespec* timeout) =>
        (int)EpollPwait2(SysEpollPwait2, epoll, events, maxEvents, timeout, null, 0);

    /// <summary>The calling thread's id, as <c>/proc/self/task</c> names it.</summary>
    public static int GetThreadId() =>
        (int)SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? SysGetTidArm64 : SysGetTid64);

    /// <summary>A clock's time in ns.</summary>
    public static long ClockNs(int clock)
    {
        Timespec time;
        _ = ClockGetTime(clock, &time);
        return time.Ns;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long EpollPwait2(long number, int epoll, byte* events, int maxEvents, Timespec* timeout, void* mask, nuint maskBytes);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number);
}

/// <summary><c>struct timespec</c>.</summary>
internal struct Timespec
{
    private const long NsPerSecond = 1_000_000_000;

    public long Seconds;
    public long Nanoseconds;

    public readonly long Ns => (Seconds * NsPerSecond) + Nanoseconds;

    public static Timespec Of(long ns) => new() { Seconds = ns / NsPerSecond, Nanoseconds = ns % NsPerSecond };
}

/// <summary><c>struct iovec</c>.</summary>
internal unsafe struct IoVector
{
    public byte* Base;
    public nuint Length;
}

/// <summary><c>struct msghdr</c>; musl's narrower lengths have their padding where these are wider, so one layout serves both on little-endian machines.</summary>
internal unsafe struct MessageHeader
{
    public byte* Name;
    public nuint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public byte* Control;
    public nuint ControlLength;
    public long Flags;
}
