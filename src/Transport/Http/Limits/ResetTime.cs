using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LoadGen.Transport.Http.Limits;

/// <summary>
/// When a limit begins anew, in the forms that providers use: Go's durations (<c>1s</c>, <c>6m0s</c>, <c>20ms</c>; OpenAI), seconds
/// (IETF's draft), seconds or milliseconds since 1970, and RFC 3339's dates (Anthropic).
/// </summary>
public static class ResetTime
{
    // Seconds since 1970 passed 10^9 in 2001, milliseconds 10^12; no window lasts 31 years.
    private const double LeastEpochS = 1e9;
    private const double LeastEpochMs = 1e12;

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789."u8);

    /// <summary>Reads it as a time from now.</summary>
    /// <param name="value">The field's value.</param>
    /// <param name="now">The server's <c>Date</c>, else the wall clock.</param>
    /// <param name="time">How long it is until then; zero when it has passed.</param>
    public static bool TryParse(ReadOnlySpan<byte> value, DateTimeOffset now, out TimeSpan time)
    {
        time = default;
        if (value.IsEmpty || !char.IsAsciiDigit((char)value[0]))
        {
            return false;
        }

        if (Utf8Parser.TryParse(value, out double number, out int used) && used == value.Length)
        {
            double seconds = number >= LeastEpochMs ? (number - now.ToUnixTimeMilliseconds()) / 1000
                : number >= LeastEpochS ? number - (now.ToUnixTimeMilliseconds() / 1000.0)
                : number;
            time = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, RetryAfter.LongestS));
            return true;
        }

        if (TryGoDuration(value, out time))
        {
            return true;
        }

        if (!DateTimeOffset.TryParse(Encoding.Latin1.GetString(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            return false;
        }

        time = date > now ? date - now : TimeSpan.Zero;
        return true;
    }

    // 1*( number unit ), unit = "h" / "m" / "s" / "ms" / "us" / "µs" / "ns"
    private static bool TryGoDuration(ReadOnlySpan<byte> text, out TimeSpan time)
    {
        double seconds = 0;
        time = default;
        while (!text.IsEmpty)
        {
            int digits = text.IndexOfAnyExcept(NumberBytes);
            if (digits <= 0 || !Utf8Parser.TryParse(text[..digits], out double number, out int used) || used != digits)
            {
                return false;
            }

            text = text[digits..];
            int unit = text.IndexOfAny(NumberBytes);
            ReadOnlySpan<byte> name = unit < 0 ? text : text[..unit];
            double scale = name.SequenceEqual("h"u8) ? 3600 : name.SequenceEqual("m"u8) ? 60 : name.SequenceEqual("s"u8) ? 1
                : name.SequenceEqual("ms"u8) ? 1e-3 : name.SequenceEqual("us"u8) || name.SequenceEqual("µs"u8) ? 1e-6 : name.SequenceEqual("ns"u8) ? 1e-9 : -1;
            if (scale < 0)
            {
                return false;
            }

            seconds += number * scale;
            text = text[name.Length..];
        }

        time = TimeSpan.FromSeconds(Math.Min(seconds, RetryAfter.LongestS));
        return true;
    }
}
