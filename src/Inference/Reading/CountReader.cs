using System.Buffers.Text;
using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>Reads counts of tokens.</summary>
internal static class CountReader
{
    /// <summary>The count that is not there.</summary>
    public const int NotStated = -1;

    /// <summary>A count; <see cref="NotStated"/> when it is null.</summary>
    public static int Read(ref JsonScanner json)
    {
        const string Expected = "a token count (a whole number from 0 to 2147483647, or null)";
        if (json.TryReadNull())
        {
            return NotStated;
        }

        json.Peek();
        JsonScanner before = json;
        ReadOnlySpan<byte> number = json.ReadNumber(Expected);
        if (Utf8Parser.TryParse(number, out int count, out int used) && used == number.Length && count >= 0)
        {
            return count;
        }

        // 12.0 and 1e2 are whole numbers too: gateways that hold every number as a double write them so.
        if (Utf8Parser.TryParse(number, out double real, out used) && used == number.Length && real is >= 0 and <= int.MaxValue && real == Math.Truncate(real))
        {
            return (int)real;
        }

        if (!json.Failed)
        {
            // A fraction or too large: report where the number starts, not where it ends.
            json = before;
            json.Fail(Expected);
        }

        return NotStated;
    }

    /// <summary>A count of this name in an object, or null.</summary>
    public static int ReadDetail(ref JsonScanner json, ReadOnlySpan<byte> wanted)
    {
        int count = NotStated;
        if (json.TryReadNull() || !json.EnterObject("an object or null as token details"))
        {
            return count;
        }

        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual(wanted))
            {
                count = Read(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return count;
    }
}
