using System.Text;

namespace LoadGen.Sweeps.Settings;

/// <summary>Names that are legal for files everywhere and need no quotes in a shell.</summary>
internal static class Slug
{
    /// <summary>The text in lower case, with one <c>-</c> for whatever a name may not hold.</summary>
    public static string Of(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (char c in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c) || (name.Length > 0 && c is '.' or '_'))
            {
                name.Append(c);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        return name.ToString().TrimEnd('-');
    }
}
