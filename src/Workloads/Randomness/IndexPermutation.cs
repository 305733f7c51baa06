using System.Numerics;

namespace LoadGen.Workloads.Randomness;

/// <summary>
/// The numbers 0 to n − 1 in an order that a seed fixes, computed number by number: a shuffle that holds no list, however long it is.
/// </summary>
/// <remarks>
/// A Feistel network over the smallest even number of bits that hold n − 1, walked along its cycle until it falls below n (Black and
/// Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002). The domain is under 4 n, so a walk takes under 4 steps on average.
/// Six rounds: from four on a Feistel network of random functions cannot be told from a random permutation with few queries (Luby and
/// Rackoff, 1988), and two more cost nothing here.
/// </remarks>
internal readonly struct IndexPermutation
{
    private const int Rounds = 6;
    private const long Domain = 3;

    private readonly ulong _key;
    private readonly int _count;
    private readonly int _halfBits;

    public IndexPermutation(int count, long seed, int lap = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _count = count;
        _key = SplitMix64.Key(seed, Domain, lap);
        _halfBits = (BitOperations.Log2((uint)count) / 2) + 1;
    }

    /// <summary>The number at a place, 0 ≤ place &lt; n.</summary>
    public int this[int place]
    {
        get
        {
            ulong value = (ulong)place;
            do
            {
                value = Encrypt(value);
            }
            while (value >= (ulong)_count);

            return (int)value;
        }
    }

    private ulong Encrypt(ulong value)
    {
        ulong mask = (1UL << _halfBits) - 1;
        ulong left = value >> _halfBits;
        ulong right = value & mask;
        for (uint round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ (SplitMix64.Fold(_key + round, right) & mask));
        }

        return (left << _halfBits) | right;
    }
}
