using System.Text.RegularExpressions;

namespace LoadGen.Launching.Plans;

/// <summary>
/// Values with secret names within a text: JSON, YAML, a query of a URL, lines of variables.
/// <code>
/// NAME ["'] (: | =) ( "VALUE" | 'VALUE' | VALUE | [ "VALUE", … ] )      the quotes may be escaped: JSON in JSON
/// </code>
/// It is no parser: a text of an engine's own kind is searched too, and what is found wrongly is only hidden.
/// </summary>
internal static partial class SecretText
{
    /// <summary>The values as they stand in the text.</summary>
    public static IEnumerable<string> ValuesIn(string text)
    {
        foreach (Match pair in Pair().Matches(text).Where(pair => SecretName.Is(pair.Groups["name"].Value)))
        {
            if (pair.Groups["list"] is { Success: true } list)
            {
                foreach (Match item in Item().Matches(list.Value))
                {
                    yield return item.Groups["value"].Value;
                }
            }
            else
            {
                yield return pair.Groups["value"].Value;
            }
        }
    }

    // Bearer and Basic are no secrets, what follows them is. Values are looked ahead at: they may hold names and values themselves.
    [GeneratedRegex(
        """(?<![\w.-])(?<name>[\w.-]+)\\*["']?\s*[:=](?=\s*(?:\\+"(?<value>[^"\\]*)|"(?<value>(?:[^"\\]|\\.)*)"|'(?<value>[^']*)'|\[(?<list>[^\]]*)\])|[ \t]*(?:Bearer\s+|Basic\s+)?(?<value>[^\s,;&}\]"'\[{][^\s,;&}\]"']*))""",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pair();

    [GeneratedRegex("""(?<value>[^\s,"'\\]+)""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Item();
}
