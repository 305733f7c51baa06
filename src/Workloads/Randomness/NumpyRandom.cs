using System.Numerics;

namespace LoadGen.Workloads.Randomness;

/// <summary>
/// numpy's legacy generator, <c>numpy.random.RandomState</c>: MT19937 and <c>randint</c>, draw for draw. Prompts are drawn with it
/// because InferenceX and vLLM draw theirs with it: one seed then means the same lengths in every client.
/// </summary>
/// <remarks>
/// MT19937: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998, with the 2002 initialisation. numpy freezes this
/// stream for ever (NEP 19), so following it is safe. <c>seed(int)</c> is init_genrand, <c>seed([…])</c> is init_by_array.
/// Not thread-safe.
/// </remarks>
internal sealed class NumpyRandom
{
    private const int StateWords = 624;
    private const int ShiftWords = 397;
    private const uint TwistMatrix = 0x9908b0df;
    private const uint UpperBit = 0x80000000;
    private const uint LowerBits = 0x7fffffff;

    private readonly uint[] _state = new uint[StateWords];
    private int _next = StateWords;

    /// <summary>As <c>np.random.seed(seed)</c>.</summary>
    public NumpyRandom(uint seed)
    {
        SeedWith(seed);
    }

    /// <summary>As <c>np.random.seed([…])</c>.</summary>
    public NumpyRandom(ReadOnlySpan<uint> seeds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(seeds.Length, nameof(seeds));
        SeedWith(19650218);
        int i = 1;
        int j = 0;
        for (int k = Math.Max(StateWords, seeds.Length); k > 0; k--)
        {
            _state[i] = (_state[i] ^ (Scrambled(i - 1) * 1664525)) + seeds[j] + (uint)j;
            Advance(ref i);
            j = j + 1 == seeds.Length ? 0 : j + 1;
        }

        for (int k = StateWords - 1; k > 0; k--)
        {
            _state[i] = (_state[i] ^ (Scrambled(i - 1) * 1566083941)) - (uint)i;
            Advance(ref i);
        }

        // The state must not be all zeros.
        _state[0] = UpperBit;
    }

    /// <summary>The generator's next 32 bits.</summary>
    public uint NextUInt32()
    {
        if (_next == StateWords)
        {
            Twist();
        }

        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    /// <summary>
    /// As <c>np.random.randint(low, high + 1, size)</c>: uniform over [low, high], both ends in. Words are masked to the span's bit
    /// length and refused while above it; a span of one value takes no word at all.
    /// </summary>
    public void FillIntegers(int low, int high, Span<int> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        uint span = (uint)((long)high - low);
        if (span == 0)
        {
            destination.Fill(low);
            return;
        }

        uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount(span);
        for (int i = 0; i < destination.Length; i++)
        {
            uint value;
            do
            {
                value = NextUInt32() & mask;
            }
            while (value > span);

            destination[i] = (int)(low + value);
        }
    }

    private void SeedWith(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < StateWords; i++)
        {
            _state[i] = (Scrambled(i - 1) * 1812433253) + (uint)i;
        }
    }

    private uint Scrambled(int i) => _state[i] ^ (_state[i] >> 30);

    private void Advance(ref int i)
    {
        if (++i == StateWords)
        {
            _state[0] = _state[StateWords - 1];
            i = 1;
        }
    }

    private void Twist()
    {
        uint[] state = _state;
        int i = 0;
        for (; i < StateWords - ShiftWords; i++)
        {
            state[i] = state[i + ShiftWords] ^ Twisted(state[i], state[i + 1]);
        }

        for (; i < StateWords - 1; i++)
        {
            state[i] = state[i + ShiftWords - StateWords] ^ Twisted(state[i], state[i + 1]);
        }

        state[i] = state[ShiftWords - 1] ^ Twisted(state[i], state[0]);
        _next = 0;
    }

    private static uint Twisted(uint upper, uint lower)
    {
        uint y = (upper & UpperBit) | (lower & LowerBits);
        return (y >> 1) ^ ((0 - (y & 1)) & TwistMatrix);
    }
}
