using System.Text;

namespace LoadGen.Transport.Http.Limits;

/// <summary>
/// Reads what response heads say of limits: <c>Retry-After</c>, <c>retry-after-ms</c>, <c>x-ratelimit-{limit,remaining,reset}[-NAME]</c> (OpenAI
/// and most others), <c>anthropic-ratelimit-NAME-{limit,remaining,reset}</c>, and IETF's <c>RateLimit</c> and <c>RateLimit-Policy</c> with the
/// forms of its earlier drafts. A head without any costs one pass over its field names and no allocation.
/// </summary>
public static class RateLimitHeaders
{
    private const int TooManyRequests = 429;

    /// <summary>What the head says; null when it says nothing of limits.</summary>
    /// <param name="head">The head.</param>
    /// <param name="time">The wall clock, looked at only where the head has no <c>Date</c>.</param>
    public static RateLimitNotice? Read(in HttpResponseHead head, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        bool isNamed = head.StatusCode == TooManyRequests;
        HttpHeaderFields fields = head.Fields;
        while (!isNamed && fields.MoveNext())
        {
            isNamed = IsAboutLimits(fields.Name);
        }

        return isNamed ? ReadNamed(head, NowOf(head, time)) : null;
    }

    private static RateLimitNotice? ReadNamed(in HttpResponseHead head, DateTimeOffset now)
    {
        var readings = new ReadingList(now);
        TimeSpan? retryAfter = null;
        HttpHeaderFields fields = head.Fields;
        while (fields.MoveNext())
        {
            if (Ascii.EqualsIgnoreCase(fields.Name, "retry-after"u8))
            {
                // The finer one, where it comes too, counts.
                retryAfter ??= RetryAfter.TryParse(fields.Value, now, out TimeSpan wait) ? wait : null;
            }
            else if (Ascii.EqualsIgnoreCase(fields.Name, "retry-after-ms"u8))
            {
                retryAfter = RetryAfter.TrySeconds(fields.Value, out TimeSpan ms) ? ms / 1000 : retryAfter;
            }
            else if (Starts(fields.Name, "x-ratelimit-"u8, out ReadOnlySpan<byte> x))
            {
                readings.AddKindFirst("x-ratelimit", x, fields.Value);
            }
            else if (Starts(fields.Name, "anthropic-ratelimit-"u8, out ReadOnlySpan<byte> anthropic))
            {
                readings.AddKindLast("anthropic-ratelimit", anthropic, fields.Value);
            }
            else if (Starts(fields.Name, "ratelimit"u8, out ReadOnlySpan<byte> ietf))
            {
                AddIetf(ref readings, ietf, fields.Value);
            }
        }

        return head.StatusCode == TooManyRequests || retryAfter is not null || readings.Count > 0
            ? new RateLimitNotice(head.StatusCode, retryAfter, readings.ToArray())
            : null;
    }

    private static void AddIetf(ref ReadingList readings, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> value)
    {
        if (rest.IsEmpty)
        {
            readings.AddItems(value, isPolicy: false);
        }
        else if (Ascii.EqualsIgnoreCase(rest, "-policy"u8))
        {
            readings.AddItems(value, isPolicy: true);
        }
        else if (rest[0] == (byte)'-')
        {
            readings.AddKindFirst(ReadingList.Ietf, rest[1..], value);
        }
    }

    private static bool IsAboutLimits(ReadOnlySpan<byte> name) => (name[0] | 0x20) switch
    {
        'r' => Starts(name, "ratelimit"u8, out _) || Starts(name, "retry-after"u8, out _),
        'x' => Starts(name, "x-ratelimit-"u8, out _),
        'a' => Starts(name, "anthropic-ratelimit-"u8, out _),
        _ => false,
    };

    private static bool Starts(ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> rest)
    {
        bool starts = name.Length >= prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix);
        rest = starts ? name[prefix.Length..] : default;
        return starts;
    }

    // The server's own clock, where it tells: dates of its making are then right however wrong either clock is.
    private static DateTimeOffset NowOf(in HttpResponseHead head, TimeProvider time) =>
        head.TryGetHeader("date"u8, out ReadOnlySpan<byte> date) && RetryAfter.TryDate(date, out DateTimeOffset served) ? served : time.GetUtcNow();
}
