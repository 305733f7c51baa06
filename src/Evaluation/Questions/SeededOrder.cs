using System.IO.Hashing;
using System.Text;

namespace LoadGen.Evaluation.Questions;

/// <summary>
/// Draws that a seed and a name fix, whatever is drawn beside them: the order of one question's choices does not depend on the
/// questions before it. SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), started from a hash of both.
/// </summary>
internal sealed class SeededOrder(long seed, string name)
{
    private ulong _state = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(name), seed);

    /// <summary>A number from 0 up to, but not including, <paramref name="bound"/>; each as likely as the next.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);

        // The high bits of a product, with those draws refused that would favour some numbers (Lemire, 2019).
        uint threshold = unchecked(0u - (uint)bound) % (uint)bound;
        while (true)
        {
            ulong product = (Draw() >> 32) * (uint)bound;
            if ((uint)product >= threshold)
            {
                return (int)(product >> 32);
            }
        }
    }

    /// <summary>0 to <paramref name="count"/> − 1 in an order of chance (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    private ulong Draw()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
