using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using LoadGen.Inference;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.RandomTexts;

/// <summary>
/// InferenceX's random prompts as text: the ids of a <see cref="RandomWorkload"/>, decoded, encoded again and brought to their length by a
/// sampler, one message of a user's each. Making one takes milliseconds, so <see cref="Fill"/> makes them before the run and
/// <see cref="KeepAhead"/> what has no room then while it is on. Who asks for one that is not ready makes it: the same one, only late.
/// </summary>
public sealed class RandomTextWorkload : Workload
{
    // "warm" in ASCII: warm-up prompts are filled up with other tokens than those of the same index.
    private const long WarmupMark = 0x7761726d;

    // A request's length is asked for first and its text right after, by the same thread.
    [ThreadStatic]
    private static (RandomTextWorkload? Workload, int Index, SampledPrompt Prompt) s_last;

    private readonly RandomWorkload _lengths;
    private readonly RandomTextOptions _options;
    private readonly long _seed;
    private readonly PromptStock _stock;
    private readonly TokenCounts _counts = new();
    private readonly ConcurrentBag<IPromptSampler> _samplers = [];

    /// <summary>Draws lengths and ids; no text yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option no workload can be made of.</exception>
    public RandomTextWorkload(RandomTextOptions options)
        : this(options, new RandomWorkload((options ?? throw new ArgumentNullException(nameof(options))).Lengths), options.Lengths.Seed)
    {
    }

    private RandomTextWorkload(RandomTextOptions options, RandomWorkload lengths, long seed)
    {
        _options = options;
        _lengths = lengths;
        _seed = seed;
        _stock = new PromptStock(options.AheadBytesMost);
    }

    /// <inheritdoc/>
    public override string Name => _lengths.Name;

    /// <inheritdoc/>
    public override string Description => $"{_lengths.Description}, {_options.Description}";

    /// <inheritdoc/>
    public override int? Count => _lengths.Count;

    /// <inheritdoc/>
    public override PromptContent Content => PromptContent.Messages;

    /// <summary>A chat template's tokens are part of the lengths.</summary>
    public bool CountsTemplate => _options.HasTemplate;

    internal long AheadBytes => _stock.Bytes;

    /// <summary>How many these are, as InferenceX counts them; 0 without a template.</summary>
    public int TemplateTokens => _options.TemplateTokens;

    /// <inheritdoc/>
    public override WorkItem this[int index]
    {
        get
        {
            WorkItem drawn = _lengths[index];
            int tokens = _counts[index];
            return drawn with { InputTokens = tokens > 0 ? tokens : Prompt(index).Tokens, TargetTokens = Target(drawn) };
        }
    }

    /// <summary>Prompts to warm the engine up with, which begin as no measured one does: see <see cref="RandomWorkload.ForWarmup"/>.</summary>
    /// <param name="options">The measured workload's options.</param>
    /// <param name="count">How many; null for no end.</param>
    public static RandomTextWorkload ForWarmup(RandomTextOptions options, int? count)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RandomTextWorkload(options, RandomWorkload.ForWarmup(options.Lengths, count), options.Lengths.Seed ^ (WarmupMark << 32));
    }

    /// <summary>Makes prompts ready, on several threads, until all are or there is no room for more.</summary>
    /// <param name="indexes">Which, in the order in which they will be asked for; not without end.</param>
    /// <param name="hasMore">Others will be asked for after these.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FillReport Fill(IEnumerable<int> indexes, bool hasMore, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        long sampled = 0;
        long exact = 0;
        long mismatch = 0;
        bool isAll = true;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };

        // One by one: neighbours are asked for together, and the last ones are to be left out.
        OrderablePartitioner<int> eachByItself = Partitioner.Create(indexes, EnumerablePartitionerOptions.NoBuffering);
        try
        {
            Parallel.ForEach(eachByItself, options, (index, loop) =>
            {
                if (_stock.IsFull)
                {
                    Volatile.Write(ref isAll, false);
                    loop.Stop();
                    return;
                }

                SampledPrompt prompt = Sample(index);
                _stock.Add(index, prompt);
                int off = prompt.Tokens - Target(_lengths[index]);
                Interlocked.Increment(ref sampled);
                Interlocked.Add(ref exact, off == 0 ? 1 : 0);
                Interlocked.Add(ref mismatch, off);
            });
        }
        catch (AggregateException e)
        {
            // What is wrong with one prompt is wrong with the others: the first says it.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        if (hasMore || !isAll)
        {
            _stock.BeginDropping();
        }

        return new FillReport(sampled, exact, mismatch, isAll && !hasMore);
    }

    /// <summary>
    /// Makes the prompts that <see cref="Fill"/> left, as those before them are read. Runs on the caller's thread until they have an end or it is
    /// cancelled, or until one cannot be made: whoever asks for that one tries again, and is told why.
    /// </summary>
    /// <param name="indexes">Which, in the order in which they will be asked for; those that are ready are passed over.</param>
    /// <param name="cancellation">Ends it.</param>
    public void KeepAhead(IEnumerable<int> indexes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        foreach (int index in indexes)
        {
            if (_counts[index] == 0 && !_stock.IsBehind(index))
            {
                if (!_stock.WaitForRoom(cancellation))
                {
                    return;
                }

                if (!TryMake(index))
                {
                    return;
                }
            }

            if (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public override void WriteTokenIds(in WorkItem item, Span<int> destination) =>
        throw new NotSupportedException($"The prompts of {Name} are text.");

    /// <inheritdoc/>
    public override void ReadMessages(in WorkItem item, PromptMessages messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        SampledPrompt prompt = Prompt(item.Index);
        messages.Clear();
        messages.Add(new ChatMessage(ChatRole.User, prompt.Text));
        _stock.OnRead(item.Index);
    }

    private int Target(in WorkItem drawn) => drawn.InputTokens + _options.TemplateTokens;

    private SampledPrompt Prompt(int index)
    {
        if (_stock.TryGet(index, out SampledPrompt prompt))
        {
            return prompt;
        }

        if (s_last.Workload != this || s_last.Index != index)
        {
            s_last = (this, index, Sample(index));
        }

        return s_last.Prompt;
    }

    private bool TryMake(int index)
    {
        try
        {
            _stock.Add(index, Sample(index));
            return true;
        }
        catch (Exception)
        {
            // Nobody waits for this thread, and its end would be the process's. The request makes the prompt itself and ends the run with
            // the same failure; until then the others make theirs.
            return false;
        }
    }

    private SampledPrompt Sample(int index)
    {
        WorkItem drawn = _lengths[index];
        int[] ids = ArrayPool<int>.Shared.Rent(drawn.InputTokens);
        IPromptSampler sampler = _samplers.TryTake(out IPromptSampler? free) ? free : _options.Sampler(_seed);
        try
        {
            _lengths.WriteTokenIds(drawn, ids);
            var text = new ArrayBufferWriter<byte>();
            int tokens = sampler.Sample(index, ids.AsSpan(0, drawn.InputTokens), Target(drawn), text);
            _counts[index] = tokens;
            return new SampledPrompt(text.WrittenSpan.ToArray(), tokens);
        }
        finally
        {
            _samplers.Add(sampler);
            ArrayPool<int>.Shared.Return(ids);
        }
    }
}
