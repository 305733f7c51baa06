using System.Buffers;
using System.Text;
using LoadGen.Transport.Http.Parsing;

namespace LoadGen.Transport.Http;

/// <summary>What a request header may be (RFC 9110 §5). Messages name the header and never repeat its value: it can be a secret.</summary>
internal static class HeaderRules
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(":= \t\r\n");

    /// <exception cref="ArgumentException">The header cannot be sent.</exception>
    public static void Check(string name, string value)
    {
        if (!HeadParser.IsToken(Encoding.UTF8.GetBytes(name)))
        {
            throw new ArgumentException($"'{Printable(name)}' is not a header name: letters, digits and - _ . are");
        }

        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"the header '{name}' cannot be set: it follows from the body");
        }

        foreach (char c in value)
        {
            if (c is '\r' or '\n')
            {
                throw new ArgumentException($"the value of the header '{name}' holds a line break");
            }

            if (char.IsControl(c) && c != '\t')
            {
                throw new ArgumentException($"the value of the header '{name}' holds a control character (U+{(int)c:X4})");
            }
        }
    }

    // A whole "name: secret" given as a name must not be repeated.
    private static string Printable(string name)
    {
        int end = name.AsSpan().IndexOfAny(NameEnds);
        string first = end < 0 ? name : name[..end] + "…";
        return string.Concat(first.Take(40).Select(c => char.IsControl(c) ? '?' : c));
    }
}
