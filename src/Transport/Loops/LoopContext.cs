using System.Runtime.CompilerServices;

namespace LoadGen.Transport.Loops;

/// <summary>Brings what is awaited on a loop back to it.</summary>
internal sealed class LoopContext(EventLoop loop) : SynchronizationContext
{
    public EventLoop Loop => loop;

    public override void Post(SendOrPostCallback d, object? state) => loop.Post(() => d(state));

    public override SynchronizationContext CreateCopy() => this;
}

/// <summary>What <see cref="EventLoop.SwitchTo"/> and <see cref="EventLoop.Yield"/> await.</summary>
public readonly struct LoopSwitch : ICriticalNotifyCompletion
{
    private readonly EventLoop _loop;
    private readonly bool _isYield;

    internal LoopSwitch(EventLoop loop, bool isYield) => (_loop, _isYield) = (loop, isYield);

    /// <summary>The code runs on the loop already, and need not wait for a turn of its own.</summary>
    public bool IsCompleted => !_isYield && _loop.IsCurrent;

    /// <summary>Itself.</summary>
    public LoopSwitch GetAwaiter() => this;

    /// <summary>Nothing.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _loop.Post(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _loop.Post(continuation);
}
