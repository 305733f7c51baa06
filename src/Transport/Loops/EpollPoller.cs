using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LoadGen.Transport.Loops.Native;
using Microsoft.Win32.SafeHandles;

namespace LoadGen.Transport.Loops;

/// <summary>
/// Waits on all sockets of a loop and reads those that have something, one <c>recvmsg</c> each into one buffer that stays in the
/// cache. Level-triggered: what one read left behind is reported again.
/// </summary>
internal sealed unsafe class EpollPoller : IDisposable
{
    // Bounded so that posted work and timers are looked at in between.
    private const int MaxEvents = 256;
    private const int ReceiveBytes = 65_536;
    private const int ControlBytes = 64;
    private const int ControlHeaderBytes = 16;
    private const long NsPerMillisecond = 1_000_000;

    // The kernel packs the structure on x64, and only there.
    private static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int EventDataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly EventLoop _loop;
    private readonly int _epoll;
    private readonly int _stamping;
    private readonly SafeFileHandle _wake;
    private readonly byte* _events;
    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(ReceiveBytes, pinned: true);
    private readonly byte* _receive;
    private readonly byte* _control;
    private readonly List<LoopSocket?> _sockets = [];
    private readonly Stack<int> _free = new();
    private bool _hasNsTimeout = true;
    private int _isAwake;

    public EpollPoller(EventLoop loop)
    {
        _loop = loop;
        _epoll = Check(Libc.EpollCreate(Libc.EpollCloseOnExec), "epoll_create1");
        _stamping = Tcp.OpenForStamps();
        _wake = new SafeFileHandle(Check(Libc.EventFd(0, Libc.EventFdNonBlock | Libc.EventFdCloseOnExec), "eventfd"), ownsHandle: true);
        _events = (byte*)NativeMemory.AllocZeroed((nuint)(MaxEvents * EventBytes));
        _receive = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_received));
        _control = (byte*)NativeMemory.AllocZeroed(ControlBytes);
        Control(Libc.EpollCtlAdd, (int)_wake.DangerousGetHandle(), Libc.EpollIn, ulong.MaxValue);
    }

    /// <summary>Starts to watch a socket.</summary>
    public void Add(LoopSocket socket, uint events)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _sockets.Count;
            _sockets.Add(null);
        }

        _sockets[slot] = socket;
        socket.Slot = slot;
        Control(Libc.EpollCtlAdd, socket.Descriptor, events, Key(socket));
    }

    /// <summary>Changes what is watched for.</summary>
    public void Change(LoopSocket socket, uint events) => Control(Libc.EpollCtlModify, socket.Descriptor, events, Key(socket));

    /// <summary>No longer watches a socket. An event of it that has been fetched already finds its slot empty, or another's key.</summary>
    public void Remove(LoopSocket socket)
    {
        if (socket.Slot >= 0)
        {
            Control(Libc.EpollCtlDelete, socket.Descriptor, 0, 0);
            _sockets[socket.Slot] = null;
            _free.Push(socket.Slot);
            socket.Slot = -1;
        }
    }

    /// <summary>Ends a wait from another thread. Nothing to do once the loop has ended.</summary>
    public void Wake()
    {
        if (_wake.IsClosed || Interlocked.Exchange(ref _isAwake, 1) != 0)
        {
            return;
        }

        try
        {
            ulong one = 1;
            _ = Libc.Write(_wake, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The loop ended since the look at the handle: nobody is left to be woken.
        }
    }

    /// <summary>Waits up to a time, and reads what is there.</summary>
    /// <param name="timeoutNs">0 only looks; negative waits without end.</param>
    public void Poll(long timeoutNs)
    {
        int count = Wait(timeoutNs);
        for (int i = 0; i < count; i++)
        {
            byte* e = _events + (i * EventBytes);
            uint events = Unsafe.ReadUnaligned<uint>(e);
            ulong key = Unsafe.ReadUnaligned<ulong>(e + EventDataOffset);
            if (key == ulong.MaxValue)
            {
                ulong ignored;
                _ = Libc.Read(_wake, &ignored, sizeof(ulong));

                // With a full fence: the next look at what was posted must not come before it, or a post between the two goes unseen.
                Interlocked.Exchange(ref _isAwake, 0);
                continue;
            }

            LoopSocket? socket = _sockets[(int)(uint)key];
            if (socket is not null && Key(socket) == key)
            {
                Serve(socket, events);
            }
        }
    }

    public void Dispose()
    {
        _ = Libc.Close(_epoll);
        _ = Libc.Close(_stamping);
        _wake.Dispose();
        NativeMemory.Free(_events);
        NativeMemory.Free(_control);
    }

    private static int Check(int result, string call) => result >= 0
        ? result
        : throw new InvalidOperationException($"{call} failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    private static ulong Key(LoopSocket socket) => ((ulong)socket.Serial << 32) | (uint)socket.Slot;

    private int Wait(long timeoutNs)
    {
        int count;
        if (timeoutNs > 0 && _hasNsTimeout)
        {
            Timespec timeout = Timespec.Of(timeoutNs);
            count = Libc.EpollWaitNs(_epoll, _events, MaxEvents, &timeout);
            if (count < 0 && Marshal.GetLastPInvokeError() == Errno.NoSystemCall)
            {
                _hasNsTimeout = false;
                return Wait(timeoutNs);
            }
        }
        else
        {
            // Without ns the wait ends early and the rest is spun: late would be worse.
            int ms = timeoutNs < 0 ? -1 : (int)Math.Min(timeoutNs / NsPerMillisecond, int.MaxValue);
            count = Libc.EpollWait(_epoll, _events, MaxEvents, ms);
        }

        return count < 0 && Marshal.GetLastPInvokeError() is var error && error != Errno.Interrupted
            ? throw new InvalidOperationException($"epoll_wait failed: {Marshal.GetPInvokeErrorMessage(error)}")
            : Math.Max(0, count);
    }

    private void Serve(LoopSocket socket, uint events)
    {
        if ((events & Libc.EpollOut) != 0)
        {
            socket.OnWritable();
        }

        if ((events & ~Libc.EpollOut) != 0 && socket.IsReceiving)
        {
            Receive(socket);
        }
    }

    private void Receive(LoopSocket socket)
    {
        var vector = new IoVector { Base = _receive, Length = ReceiveBytes };
        var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = _control, ControlLength = ControlBytes };
        nint count = Libc.ReceiveMessage(socket.Descriptor, &message, Libc.MsgDontWait);
        if (count > 0)
        {
            _loop.OnRead(socket, new ReadOnlyMemory<byte>(_received, 0, (int)count), KernelTimeNs(message));
            return;
        }

        int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error is not (Errno.Again or Errno.Interrupted))
        {
            socket.OnOver(error);
        }
    }

    // 0 when the kernel did not tell.
    private long KernelTimeNs(in MessageHeader message)
    {
        if (message.ControlLength < ControlHeaderBytes + (nuint)sizeof(Timespec))
        {
            return 0;
        }

        int level = Unsafe.ReadUnaligned<int>(_control + 8);
        int type = Unsafe.ReadUnaligned<int>(_control + 12);
        return level == Libc.SolSocket && type == Libc.SoTimestampNs
            ? Unsafe.ReadUnaligned<Timespec>(_control + ControlHeaderBytes).Ns
            : 0;
    }

    private void Control(int operation, int descriptor, uint events, ulong key)
    {
        byte* change = stackalloc byte[16];
        Unsafe.WriteUnaligned(change, events);
        Unsafe.WriteUnaligned(change + EventDataOffset, key);
        Check(Libc.EpollControl(_epoll, operation, descriptor, change), "epoll_ctl");
    }
}
