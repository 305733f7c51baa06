using System.Collections.Concurrent;
using System.Globalization;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads;

/// <summary>
/// InferenceX's random prompts: for the same seed, count and vocabulary the same input lengths, output lengths and offsets as its
/// client draws, in its order: shared prefix, input lengths, output lengths, offsets. Request i's own ids are
/// (offset_i + i + j) mod vocabulary for j = 0, 1, …
/// </summary>
/// <remarks>
/// Source: <c>sample_random_requests</c> in <c>utils/bench_serving/benchmark_serving.py</c> of SemiAnalysisAI/InferenceX.
/// docs/workloads.md says where the two part: what InferenceX re-encodes as text is sent here as the ids themselves.
/// </remarks>
public sealed class RandomWorkload : Workload
{
    /// <summary>
    /// A workload without end is drawn in blocks of this many requests. Block 0 is exactly the workload whose count is this; block
    /// b ≥ 1 is drawn after <c>np.random.seed([seed, b])</c>. Whoever asks first draws it, in well under 0.1 ms.
    /// </summary>
    public const int EndlessBlockRequests = 1024;

    // Third seed word of warm-up draws: "warm" in ASCII.
    private const uint WarmupWord = 0x7761726d;

    private readonly RandomWorkloadOptions _options;
    private readonly bool _isWarmup;
    private readonly TokenIdRange _ids;
    private readonly int[] _prefixIds;
    private readonly RandomBlock _firstBlock;
    private readonly ConcurrentDictionary<int, RandomBlock> _laterBlocks = new();

    /// <summary>Draws all lengths and offsets of the <paramref name="options"/>, or the first block's where there is no end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option no workload can be made of.</exception>
    public RandomWorkload(RandomWorkloadOptions options)
        : this(options, isWarmup: false)
    {
    }

    private RandomWorkload(RandomWorkloadOptions options, bool isWarmup)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _isWarmup = isWarmup;
        _ids = TokenIdRange.Of(options.VocabularySize, options.FirstTokenId);
        NumpyRandom random = Generator(block: 0);
        _prefixIds = DrawPrefix(random);
        if (isWarmup && _prefixIds.Length > 0)
        {
            MakePrefixDifferFrom(DrawPrefix(new NumpyRandom((uint)options.Seed)));
        }

        _firstBlock = RandomBlock.Draw(random, options, options.Count ?? EndlessBlockRequests);
    }

    /// <inheritdoc/>
    public override string Name => "random";

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"random{(_isWarmup ? " warm-up" : "")}, input {_options.LowestInput}..{_options.InputTokens} tokens, output {_options.LowestOutput}..{_options.OutputTokens} tokens, range ratio {_options.RangeRatio}, shared prefix {_options.PrefixTokens} tokens, vocabulary {_options.VocabularySize}, {_ids}, seed {_options.Seed}, {(Count is { } n ? $"{n} requests" : $"no end, blocks of {EndlessBlockRequests}")}");

    /// <inheritdoc/>
    public override int? Count => _options.Count;

    /// <inheritdoc/>
    public override WorkItem this[int index]
    {
        get
        {
            RandomBlock block = Locate(index, out int place);
            return new WorkItem(index, _prefixIds.Length + block.InputTokens[place], block.OutputTokens[place]);
        }
    }

    /// <summary>
    /// Prompts to warm the engine up with: lengths from the same distribution, drawn apart, and ids that no measured prompt begins
    /// with, so that nothing measured is found in a prefix cache. Measured ids ascend, these descend: the two share one token at
    /// most, and none at all where there is a shared prefix, as this one's first id is another.
    /// </summary>
    /// <param name="options">The measured workload's options.</param>
    /// <param name="count">How many; null for no end.</param>
    public static RandomWorkload ForWarmup(RandomWorkloadOptions options, int? count)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RandomWorkload(options with { Count = count }, isWarmup: true);
    }

    /// <inheritdoc/>
    public override void WriteTokenIds(in WorkItem item, Span<int> destination)
    {
        RandomBlock block = Locate(item.Index, out int place);
        Span<int> prompt = destination[..item.InputTokens];
        int shared = Math.Min(prompt.Length, _prefixIds.Length);
        _prefixIds.AsSpan(0, shared).CopyTo(prompt);
        int step = _isWarmup ? -1 : 1;
        WriteIds(prompt[shared..], block.Offsets[place] + ((long)step * item.Index), step);
    }

    // (start + step · j) mod size, in unbroken runs up to each wrap: no division and no branch a token.
    private void WriteIds(Span<int> own, long start, int step)
    {
        int last = _ids.Size - 1;
        int id = (int)(((start % _ids.Size) + _ids.Size) % _ids.Size);
        while (!own.IsEmpty)
        {
            int length = Math.Min(own.Length, step > 0 ? _ids.Size - id : id + 1);
            Span<int> run = own[..length];
            int first = _ids.First + id;
            for (int j = 0; j < run.Length; j++)
            {
                run[j] = first + (step * j);
            }

            own = own[length..];
            id = step > 0 ? 0 : last;
        }
    }

    private RandomBlock Locate(int index, out int place)
    {
        if (index < 0 || index >= (Count ?? int.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Request {index} is not in this workload ({Description}).");
        }

        if (Count is not null || index < EndlessBlockRequests)
        {
            place = index;
            return _firstBlock;
        }

        (int number, place) = Math.DivRem(index, EndlessBlockRequests);
        // Two threads may draw the same block at once; both draw the same numbers, and one of the two is kept.
        return _laterBlocks.GetOrAdd(
            number,
            static (n, self) => RandomBlock.Draw(self.Generator(n), self._options, EndlessBlockRequests),
            this);
    }

    private NumpyRandom Generator(int block) => (_isWarmup, block) switch
    {
        (false, 0) => new NumpyRandom((uint)_options.Seed),
        (false, _) => new NumpyRandom([(uint)_options.Seed, (uint)block]),
        _ => new NumpyRandom([(uint)_options.Seed, (uint)block, WarmupWord]),
    };

    private int[] DrawPrefix(NumpyRandom random)
    {
        int[] ids = new int[_options.PrefixTokens];
        random.FillIntegers(0, _options.VocabularySize - 1, ids);
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = _ids.First + (ids[i] % _ids.Size);
        }

        return ids;
    }

    private void MakePrefixDifferFrom(int[] measured)
    {
        if (_prefixIds[0] == measured[0])
        {
            _prefixIds[0] = _ids.First + ((_prefixIds[0] - _ids.First + 1) % _ids.Size);
        }
    }
}
