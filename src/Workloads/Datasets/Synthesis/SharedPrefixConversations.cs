using System.Globalization;
using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Datasets.Synthesis;

/// <summary>
/// Conversations of one turn whose prompts begin with their group's prefix. Each is computed from (options, index); of Zipf's
/// distribution a table of the groups is held, nothing of the conversations.
/// </summary>
public sealed class SharedPrefixConversations : ConversationSource
{
    private const int LargestBlockTokens = 64;
    private const long DrawDomain = 4;
    private const long PrefixDomain = 5;

    private readonly SharedPrefixOptions _options;
    private readonly int _blockTokens;
    private readonly double[] _cumulative;
    private readonly IndexPermutation _order;

    /// <summary>Conversations as the options say.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option no prompts can be made of.</exception>
    public SharedPrefixConversations(SharedPrefixOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        // The largest power of two that the prefix is a multiple of: blocks cover it to the token.
        _blockTokens = Math.Min(LargestBlockTokens, options.PrefixTokens & -options.PrefixTokens);
        _cumulative = options.ZipfAlpha is { } alpha ? Zipf(options.Groups, alpha) : [];
        _order = new IndexPermutation(options.Count, options.Seed);
    }

    /// <inheritdoc/>
    public override string Name => DatasetFile.NameOf(DatasetFormat.SharedPrefix);

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"shared prefixes, {_options.Count} prompts in {_options.Groups} groups, {(_options.ZipfAlpha is { } alpha ? $"Zipf {alpha}" : "uniform")}, prefix {_options.PrefixTokens} tokens, suffix {Lowest(_options.SuffixTokens)}..{_options.SuffixTokens} tokens, output {Lowest(_options.OutputTokens)}..{_options.OutputTokens} tokens, seed {_options.Seed}");

    /// <inheritdoc/>
    public override DatasetFacts Facts { get; } = new()
    {
        Format = DatasetFormat.SharedPrefix,
        FormatReason = "made up",
        Content = PromptContent.TokenIds,
    };

    /// <inheritdoc/>
    public override int Count => _options.Count;

    internal override Conversation ReadAt(int index, string idSuffix)
    {
        var random = new SplitMix64(SplitMix64.Key(_options.Seed, DrawDomain, index));
        int group = GroupOf(index, random.Next());
        int suffix = Between(Lowest(_options.SuffixTokens), _options.SuffixTokens, random.Next());
        int output = Between(Lowest(_options.OutputTokens), _options.OutputTokens, random.Next());
        return new Conversation
        {
            Id = index.ToString(CultureInfo.InvariantCulture) + idSuffix,
            Group = group.ToString(CultureInfo.InvariantCulture),
            Turns =
            [
                new ConversationTurn
                {
                    InputTokens = _options.PrefixTokens + suffix,
                    OutputTokens = output,
                    BlockHashes = Prefix(group),
                    BlockTokens = _blockTokens,
                },
            ],
        };
    }

    private long[] Prefix(int group)
    {
        var hashes = new long[_options.PrefixTokens / _blockTokens];
        ulong hash = SplitMix64.Key(_options.Seed, PrefixDomain, group);
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = (long)(hash = SplitMix64.Fold(hash, (ulong)i));
        }

        return hashes;
    }

    private int GroupOf(int index, ulong bits)
    {
        if (_cumulative.Length == 0)
        {
            // As many for each group as can be, in an order in which they do not stand together.
            return _order[index] % _options.Groups;
        }

        double draw = (bits >> 11) * (1.0 / (1UL << 53)) * _cumulative[^1];
        int place = Array.BinarySearch(_cumulative, draw);
        return Math.Min(place < 0 ? ~place : place + 1, _options.Groups - 1);
    }

    private int Lowest(int most) => Math.Max(1, (int)(most * _options.RangeRatio));

    // By multiply and shift: the bias is under range / 2^64.
    private static int Between(int low, int high, ulong bits) => low + (int)Math.BigMul(bits, (ulong)(high - low + 1), out _);

    private static double[] Zipf(int groups, double alpha)
    {
        var cumulative = new double[groups];
        double sum = 0;
        for (int i = 0; i < groups; i++)
        {
            cumulative[i] = sum += Math.Pow(i + 1, -alpha);
        }

        return cumulative;
    }
}
