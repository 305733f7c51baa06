using System.Buffers;
using System.Globalization;
using System.Text;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Workloads.Tests.RandomTexts;

/// <summary>Texts that say what they were made of. Each prompt of an index that 7 divides is a token too long.</summary>
internal sealed class NumberSampler(NumberSampler.Log log, long seed) : IPromptSampler
{
    /// <summary>The prompt that it cannot make.</summary>
    public int? Unable { get; init; }

    public int Sample(int index, ReadOnlySpan<int> ids, int targetTokens, IBufferWriter<byte> text)
    {
        if (index == Unable)
        {
            throw new FormatException($"prompt {index}");
        }

        Interlocked.Increment(ref log.Samples);
        Interlocked.Exchange(ref log.Last, index);
        text.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {index} {targetTokens}: {string.Join(' ', ids.ToArray())}")));
        return targetTokens + (index % 7 == 0 ? 1 : 0);
    }

    /// <summary>What was asked of all of them.</summary>
    internal sealed class Log
    {
        public int Samples;

        public int Last;
    }
}
