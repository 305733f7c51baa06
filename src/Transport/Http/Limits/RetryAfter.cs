using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LoadGen.Transport.Http.Limits;

/// <summary>
/// <c>Retry-After</c> (RFC 9110 §10.2.3): <c>HTTP-date / delay-seconds</c>. Dates in all three forms that a recipient must accept; of
/// seconds, decimals too, as some gateways write them.
/// </summary>
public static class RetryAfter
{
    // Beyond ten years nobody waits, and no sum of times overflows.
    internal const double LongestS = 315_360_000;

    private static readonly string[] DateForms =
        ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    /// <summary>Reads it.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="now">The server's <c>Date</c>, else the wall clock: what a date is held against.</param>
    /// <param name="wait">How long to wait; zero for a date that has passed.</param>
    public static bool TryParse(ReadOnlySpan<byte> value, DateTimeOffset now, out TimeSpan wait)
    {
        if (TrySeconds(value, out wait))
        {
            return true;
        }

        if (!TryDate(value, out DateTimeOffset date))
        {
            return false;
        }

        wait = Max(TimeSpan.Zero, date - now);
        return true;
    }

    /// <summary>Reads an HTTP-date.</summary>
    public static bool TryDate(ReadOnlySpan<byte> value, out DateTimeOffset date) => DateTimeOffset.TryParseExact(
        Encoding.Latin1.GetString(value), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);

    /// <summary>Reads a number of seconds that is not negative.</summary>
    internal static bool TrySeconds(ReadOnlySpan<byte> value, out TimeSpan time)
    {
        bool isNumber = Utf8Parser.TryParse(value, out double seconds, out int used) && used == value.Length && seconds >= 0 && char.IsAsciiDigit((char)value[0]);
        time = isNumber ? TimeSpan.FromSeconds(Math.Min(seconds, LongestS)) : default;
        return isNumber;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
