using LoadGen.Transport.Http.Limits;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>What a request's responses said of limits, as bytes.</summary>
internal static class NoticeWire
{
    /// <summary>Writes them; null and none are the same.</summary>
    public static void Write(WireWriter to, List<RateLimitNotice>? notices)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Unsigned((ulong)(notices?.Count ?? 0));
        foreach (RateLimitNotice notice in notices ?? [])
        {
            to.Signed(notice.Status);
            WriteNumber(to, notice.RetryAfter?.Ticks);
            to.Unsigned((ulong)notice.Readings.Count);
            foreach (RateLimitReading reading in notice.Readings)
            {
                to.Text(reading.Source);
                to.Text(reading.Name);
                WriteNumber(to, reading.Limit);
                WriteNumber(to, reading.Remaining);
                WriteNumber(to, reading.Reset?.Ticks);
                WriteNumber(to, reading.Window?.Ticks);
            }
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="WireException">They are none.</exception>
    public static List<RateLimitNotice>? Read(ref WireReader from)
    {
        List<RateLimitNotice>? notices = null;
        for (int left = from.Count(); left > 0; left--)
        {
            int status = from.Int();
            TimeSpan? retryAfter = ReadTime(ref from);
            var readings = new RateLimitReading[from.Count()];
            for (int i = 0; i < readings.Length; i++)
            {
                readings[i] = new RateLimitReading(from.RequiredText(), from.RequiredText())
                {
                    Limit = ReadNumber(ref from),
                    Remaining = ReadNumber(ref from),
                    Reset = ReadTime(ref from),
                    Window = ReadTime(ref from),
                };
            }

            (notices ??= []).Add(new RateLimitNotice(status, retryAfter, readings));
        }

        return notices;
    }

    private static void WriteNumber(WireWriter to, long? number)
    {
        to.Bool(number is not null);
        if (number is { } value)
        {
            to.Signed(value);
        }
    }

    private static long? ReadNumber(ref WireReader from) => from.Bool() ? from.Signed() : null;

    private static TimeSpan? ReadTime(ref WireReader from) => ReadNumber(ref from) is { } ticks ? TimeSpan.FromTicks(ticks) : null;
}
