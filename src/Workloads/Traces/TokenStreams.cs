using LoadGen.Workloads.Randomness;

namespace LoadGen.Workloads.Traces;

/// <summary>
/// Token ids for prompts of which only hashes or lengths are known. Each block hash and each request has a random stream of its own,
/// a pure function of (seed, lap, hash or request), so equal hashes give equal ids, wherever and whenever they are written.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="ids">The ids to draw from.</param>
internal readonly struct TokenStreams(long seed, TokenIdRange ids)
{
    private const long BlockDomain = 1;
    private const long RequestDomain = 2;

    /// <summary>The first ids of the block with this hash. Lap 0 is the measured trace, 1 and on are warm-up.</summary>
    public void WriteBlock(long hash, int lap, Span<int> destination) => Write(BlockDomain, hash, lap, destination);

    /// <summary>The first ids of what this request shares with no other.</summary>
    public void WriteOwn(long request, int lap, Span<int> destination) => Write(RequestDomain, request, lap, destination);

    private void Write(long domain, long value, int lap, Span<int> destination)
    {
        // Odd and even domains never meet: 2 · lap + {1, 2}.
        var random = new SplitMix64(SplitMix64.Key(seed, (2L * lap) + domain, value));
        int i = 0;
        for (; i + 1 < destination.Length; i += 2)
        {
            ulong bits = random.Next();
            destination[i] = ids.Pick((uint)bits);
            destination[i + 1] = ids.Pick((uint)(bits >> 32));
        }

        if (i < destination.Length)
        {
            destination[i] = ids.Pick((uint)random.Next());
        }
    }
}
