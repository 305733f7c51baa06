using System.Collections.Concurrent;

namespace LoadGen.Workloads.RandomTexts;

/// <summary>
/// Prompts that were made before they are asked for, up to a number of bytes. As long as everything has room nothing is ever dropped;
/// otherwise a prompt goes when it has been read, and what is behind the requests is not made any more. Thread-safe.
/// </summary>
internal sealed class PromptStock(long bytesMost)
{
    // A dictionary's entry and an array's head, about.
    private const int BytesPerPrompt = 128;

    // Room for a few prompts where none was made before the run.
    private const long BytesLeast = 1 << 20;

    private readonly ConcurrentDictionary<int, SampledPrompt> _prompts = new();
    private readonly Lock _asking = new();
    private readonly object _room = new();
    private long _bytes;
    private long _bytesMost = bytesMost;
    private int _highestAsked = -1;
    private volatile bool _drops;

    /// <summary>What the prompts take.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>There is no room for another prompt.</summary>
    public bool IsFull => Bytes >= Volatile.Read(ref _bytesMost);

    /// <summary>From now on prompts go when they have been read: there are more to come. What is held ahead of them stays as much as it is.</summary>
    public void BeginDropping()
    {
        Volatile.Write(ref _bytesMost, Math.Min(_bytesMost, Math.Max(Bytes, BytesLeast)));
        _drops = true;
    }

    /// <summary>A request of this index or a higher one has been asked for: it need not be made any more.</summary>
    public bool IsBehind(int index) => _drops && index <= Volatile.Read(ref _highestAsked);

    /// <summary>Takes a prompt in.</summary>
    public void Add(int index, SampledPrompt prompt)
    {
        if (_prompts.TryAdd(index, prompt))
        {
            Interlocked.Add(ref _bytes, SizeOf(prompt));
            if (IsBehind(index))
            {
                // Whoever asked meanwhile may not have found it, and nobody would ask again.
                Drop(index);
            }
        }
    }

    /// <summary>The prompt, if it is there.</summary>
    public bool TryGet(int index, out SampledPrompt prompt)
    {
        if (_drops)
        {
            lock (_asking)
            {
                _highestAsked = Math.Max(_highestAsked, index);
            }
        }

        return _prompts.TryGetValue(index, out prompt);
    }

    /// <summary>The prompt has been read.</summary>
    public void OnRead(int index)
    {
        if (_drops)
        {
            Drop(index);
        }
    }

    /// <summary>Waits until there is room.</summary>
    /// <returns>False when it was cancelled.</returns>
    public bool WaitForRoom(CancellationToken cancellation)
    {
        using CancellationTokenRegistration wake = cancellation.Register(Wake);
        lock (_room)
        {
            while (IsFull && !cancellation.IsCancellationRequested)
            {
                Monitor.Wait(_room);
            }
        }

        return !cancellation.IsCancellationRequested;
    }

    private void Drop(int index)
    {
        if (_prompts.TryRemove(index, out SampledPrompt prompt))
        {
            // Of all who change the number at once, one takes it from full to not full: only what the addition itself returns tells who.
            long size = SizeOf(prompt);
            long left = Interlocked.Add(ref _bytes, -size);
            long most = Volatile.Read(ref _bytesMost);
            if (left < most && left + size >= most)
            {
                Wake();
            }
        }
    }

    private void Wake()
    {
        lock (_room)
        {
            Monitor.PulseAll(_room);
        }
    }

    private static long SizeOf(SampledPrompt prompt) => prompt.Text.Length + BytesPerPrompt;
}
