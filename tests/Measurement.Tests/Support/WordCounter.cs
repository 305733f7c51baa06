using System.Text;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Measurement.Tests.Support;

/// <summary>Takes words for tokens.</summary>
internal sealed class WordCounter : ITokenCounter
{
    public int Count(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
