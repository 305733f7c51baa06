using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LoadGen.Transport.Http.Limits;

/// <summary>Puts the limits of one head together from fields that each state a part.</summary>
internal struct ReadingList(DateTimeOffset now)
{
    public const string Ietf = "ratelimit";

    // A head has at most 64 KB; no provider states more than a handful.
    private const int Most = 16;
    private const int LongestName = 40;

    private static readonly string[] UsualNames = ["requests", "tokens", "input-tokens", "output-tokens", "default"];

    private readonly List<RateLimitReading> _readings = [];

    public readonly int Count => _readings.Count;

    public readonly RateLimitReading[] ToArray() => [.. _readings];

    /// <summary><c>limit-tokens</c>, <c>reset</c>.</summary>
    public readonly void AddKindFirst(string source, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int dash = name.IndexOf((byte)'-');
        Add(source, dash < 0 ? default : name[(dash + 1)..], dash < 0 ? name : name[..dash], value);
    }

    /// <summary><c>input-tokens-limit</c>.</summary>
    public readonly void AddKindLast(string source, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int dash = name.LastIndexOf((byte)'-');
        if (dash > 0)
        {
            Add(source, name[..dash], name[(dash + 1)..], value);
        }
    }

    /// <summary>
    /// A structured list: <c>"default";r=50;t=30</c>, for a policy <c>"default";q=100;w=60</c>; of earlier drafts <c>limit=100, remaining=50, reset=5</c>
    /// and <c>100;w=60</c>.
    /// </summary>
    public readonly void AddItems(ReadOnlySpan<byte> value, bool isPolicy)
    {
        while (TakeUntil(ref value, (byte)',', out ReadOnlySpan<byte> item))
        {
            TakeUntil(ref item, (byte)';', out ReadOnlySpan<byte> head);
            int equals = head.IndexOf((byte)'=');
            if (equals > 0)
            {
                Add(Ietf, default, head[..equals], head[(equals + 1)..]);
                continue;
            }

            bool isNumber = TryNumber(head, out long quota);
            string name = isNumber ? "" : NameOf(head.Trim((byte)'"'));
            if (isNumber && isPolicy)
            {
                Change(Ietf, name, r => r with { Limit = quota });
            }

            while (TakeUntil(ref item, (byte)';', out ReadOnlySpan<byte> parameter))
            {
                AddParameter(name, parameter, isPolicy);
            }
        }
    }

    private readonly void AddParameter(string name, ReadOnlySpan<byte> parameter, bool isPolicy)
    {
        if (parameter.Length < 3 || parameter[1] != (byte)'=' || !TryNumber(parameter[2..], out long number))
        {
            return;
        }

        switch (parameter[0])
        {
            case (byte)'q' when isPolicy:
                Change(Ietf, name, r => r with { Limit = number });
                break;
            case (byte)'w' when isPolicy:
                Change(Ietf, name, r => r with { Window = Seconds(number) });
                break;
            case (byte)'r' when !isPolicy:
                Change(Ietf, name, r => r with { Remaining = number });
                break;
            case (byte)'t' when !isPolicy:
                Change(Ietf, name, r => r with { Reset = Seconds(number) });
                break;
        }
    }

    private readonly void Add(string source, ReadOnlySpan<byte> name, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(kind, "reset"u8))
        {
            if (ResetTime.TryParse(value, now, out TimeSpan reset))
            {
                Change(source, NameOf(name), r => r with { Reset = reset });
            }
        }
        else if (TryNumber(value, out long number))
        {
            if (Ascii.EqualsIgnoreCase(kind, "limit"u8))
            {
                Change(source, NameOf(name), r => r with { Limit = number });
            }
            else if (Ascii.EqualsIgnoreCase(kind, "remaining"u8))
            {
                Change(source, NameOf(name), r => r with { Remaining = number });
            }
        }
    }

    private readonly void Change(string source, string name, Func<RateLimitReading, RateLimitReading> change)
    {
        int at = _readings.FindIndex(r => r.Source == source && r.Name == name);
        if (at >= 0)
        {
            _readings[at] = change(_readings[at]);
        }
        else if (_readings.Count < Most)
        {
            _readings.Add(change(new RateLimitReading(source, name)));
        }
    }

    private static TimeSpan Seconds(long number) => TimeSpan.FromSeconds(Math.Min(number, RetryAfter.LongestS));

    // Earlier drafts put the policy behind the number: "100, 100;w=60".
    private static bool TryNumber(ReadOnlySpan<byte> value, out long number)
    {
        int end = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        ReadOnlySpan<byte> digits = end < 0 ? value : value[..end];
        bool isWhole = end < 0 || value[end] is (byte)',' or (byte)';' or (byte)' ';
        number = 0;
        return isWhole && Utf8Parser.TryParse(digits, out number, out int used) && used == digits.Length && used > 0;
    }

    private static string NameOf(ReadOnlySpan<byte> name)
    {
        foreach (string usual in UsualNames)
        {
            if (Ascii.EqualsIgnoreCase(name, usual))
            {
                return usual;
            }
        }

        // It goes into documents: nothing but what a field name may hold.
        string text = Encoding.Latin1.GetString(name[..Math.Min(name.Length, LongestName)]).ToLower(CultureInfo.InvariantCulture);
        return string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
    }

    private static bool TakeUntil(ref ReadOnlySpan<byte> rest, byte separator, out ReadOnlySpan<byte> part)
    {
        part = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        int end = 0;
        bool isQuoted = false;
        while (end < rest.Length && (isQuoted || rest[end] != separator))
        {
            isQuoted ^= rest[end] == (byte)'"';
            end++;
        }

        part = rest[..end].Trim(" \t"u8);
        rest = end < rest.Length ? rest[(end + 1)..] : default;
        return true;
    }
}
