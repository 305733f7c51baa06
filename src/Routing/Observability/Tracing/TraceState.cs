using System.Buffers;

namespace LoadGen.Routing.Observability.Tracing;

/// <summary>
/// The header in which tracing systems carry what is their own. We add nothing: a well-formed one goes to both legs as it came, any other
/// is left out, as the recommendation (https://www.w3.org/TR/trace-context/#tracestate-header) allows.
/// <code>
/// list   = member *31( "," member )      spaces and tabs around members, and empty members, are allowed
/// member = key "=" value
/// key    = ( a-z / 0-9 ) *255( a-z / 0-9 / "_" / "-" / "*" / "/" / "@" )
/// value  = 0*255( 0x20-0x7E but "," and "=" ), not ending in a space
/// </code>
/// </summary>
public static class TraceState
{
    /// <summary>The header's name.</summary>
    public const string HeaderName = "tracestate";

    // The recommendation asks to propagate at least 512 characters; more is a burden on every hop behind us.
    private const int LengthMax = 512;
    private const int MembersMax = 32;
    private const int PartMax = 256;

    private static readonly SearchValues<char> s_key = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-*/@");

    /// <summary>Whether a value may be passed on.</summary>
    public static bool IsValid(ReadOnlySpan<char> value)
    {
        if (value.Length > LengthMax)
        {
            return false;
        }

        int members = 0;
        foreach (Range range in value.Split(','))
        {
            ReadOnlySpan<char> member = value[range].Trim(" \t");
            if (member.Length > 0 && (++members > MembersMax || !IsMember(member)))
            {
                return false;
            }
        }

        return members > 0;
    }

    private static bool IsMember(ReadOnlySpan<char> member)
    {
        int equals = member.IndexOf('=');
        return equals > 0 && IsKey(member[..equals]) && IsText(member[(equals + 1)..]);
    }

    private static bool IsKey(ReadOnlySpan<char> key) =>
        key.Length <= PartMax && !key.ContainsAnyExcept(s_key) && (char.IsAsciiLetterLower(key[0]) || char.IsAsciiDigit(key[0]));

    private static bool IsText(ReadOnlySpan<char> text) =>
        text.Length <= PartMax && !text.ContainsAnyExceptInRange(' ', '~') && !text.Contains('=');
}
