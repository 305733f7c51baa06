namespace LoadGen.Workloads.Traces;

/// <summary>
/// The time stamps of Azure's traces, to the nanosecond:
/// <code>
/// time = YYYY-MM-DD (" " | "T") hh:mm:ss ["." 1*9DIGIT] [" "] ["Z" | ("+" | "-") hh [":"] mm]
/// </code>
/// Without an offset the time is UTC. The framework's parser stops at 100 ns and needs a format for each length of fraction.
/// </summary>
internal static class AzureTimestamp
{
    private const int SecondsLength = 19;
    private const int MaxFractionDigits = 9;

    /// <summary>Nanoseconds since 1970; years 1970 to 2200, which fit 63 bits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long epochNs)
    {
        epochNs = 0;
        if (text.Length < SecondsLength || !TryParseSeconds(text[..SecondsLength], out long seconds))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[SecondsLength..];
        if (!TryTakeFraction(ref rest, out long fractionNs) || !TryParseOffset(rest.TrimStart((byte)' '), out int offsetMinutes))
        {
            return false;
        }

        epochNs = ((seconds - (offsetMinutes * 60L)) * 1_000_000_000) + fractionNs;
        return true;
    }

    private static bool TryParseSeconds(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        bool isShaped = text[4] == '-' && text[7] == '-' && text[10] is (byte)' ' or (byte)'T' && text[13] == ':' && text[16] == ':';
        if (!isShaped
            || !TryDigits(text[..4], out int year) || !TryDigits(text[5..7], out int month) || !TryDigits(text[8..10], out int day)
            || !TryDigits(text[11..13], out int hour) || !TryDigits(text[14..16], out int minute) || !TryDigits(text[17..], out int second)
            || year is < 1970 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        seconds = (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        return true;
    }

    private static bool TryTakeFraction(ref ReadOnlySpan<byte> text, out long fractionNs)
    {
        fractionNs = 0;
        if (text.IsEmpty || text[0] != '.')
        {
            return true;
        }

        int end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        ReadOnlySpan<byte> digits = end < 0 ? text[1..] : text.Slice(1, end);
        if (digits.Length is 0 or > MaxFractionDigits || !TryDigits(digits, out int value))
        {
            return false;
        }

        fractionNs = value;
        for (int i = digits.Length; i < MaxFractionDigits; i++)
        {
            fractionNs *= 10;
        }

        text = text[(1 + digits.Length)..];
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || text.SequenceEqual("Z"u8))
        {
            return true;
        }

        bool hasColon = text.Length == 6 && text[3] == ':';
        if (text[0] is not ((byte)'+' or (byte)'-') || !(hasColon || text.Length == 5)
            || !TryDigits(text[1..3], out int hour) || !TryDigits(text[^2..], out int minute) || hour > 14 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }
}
