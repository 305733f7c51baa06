using System.Globalization;

namespace LoadGen.Telemetry.Sources.Scraping;

/// <summary>
/// A line of Prometheus' text format: <c>name{label="value",…} number [time]</c>.
/// Grammar: https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format.
/// </summary>
/// <param name="Name">The metric.</param>
/// <param name="Labels">What stands between the braces, as it stands there; empty without.</param>
/// <param name="Value">The number; may be NaN or infinite.</param>
public readonly record struct PrometheusSample(string Name, string Labels, double Value)
{
    /// <summary>The samples of a page; comments and lines that are none are passed over.</summary>
    public static IEnumerable<PrometheusSample> Parse(string page)
    {
        ArgumentNullException.ThrowIfNull(page);
        foreach (string line in page.Split('\n'))
        {
            if (TryParse(line.Trim(), out PrometheusSample sample))
            {
                yield return sample;
            }
        }
    }

    /// <summary>A label's value, escapes resolved; null when it is not there.</summary>
    public string? Label(string name)
    {
        int at = 0;
        while (at < Labels.Length && TryLabel(ref at, out ReadOnlySpan<char> found, out ReadOnlySpan<char> value))
        {
            if (found.SequenceEqual(name))
            {
                return value.Contains('\\') ? Unescape(value) : value.ToString();
            }
        }

        return null;
    }

    private static bool TryParse(ReadOnlySpan<char> line, out PrometheusSample sample)
    {
        sample = default;
        int nameEnd = line.IndexOfAny("{ \t");
        if (nameEnd <= 0 || line[0] == '#')
        {
            return false;
        }

        int rest = nameEnd;
        string labels = "";
        if (line[nameEnd] == '{')
        {
            int close = ClosingBrace(line, nameEnd);
            if (close < 0)
            {
                return false;
            }

            labels = line[(nameEnd + 1)..close].ToString();
            rest = close + 1;
        }

        ReadOnlySpan<char> text = line[rest..].TrimStart();
        int end = text.IndexOfAny(" \t");
        if (!TryNumber(end < 0 ? text : text[..end], out double value))
        {
            return false;
        }

        sample = new PrometheusSample(line[..nameEnd].ToString(), labels, value);
        return true;
    }

    // A brace inside a quoted value closes nothing.
    private static int ClosingBrace(ReadOnlySpan<char> line, int open)
    {
        bool quoted = false;
        for (int i = open + 1; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '}' when !quoted:
                    return i;
            }
        }

        return -1;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        value = text switch
        {
            "+Inf" or "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return !double.IsNaN(value) || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private bool TryLabel(ref int at, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = default;
        value = default;
        ReadOnlySpan<char> rest = Labels.AsSpan(at);
        int equals = rest.IndexOf('=');
        if (equals < 0 || equals + 1 >= rest.Length || rest[equals + 1] != '"')
        {
            return false;
        }

        int end = equals + 2;
        while (end < rest.Length && rest[end] != '"')
        {
            end += rest[end] == '\\' ? 2 : 1;
        }

        if (end >= rest.Length)
        {
            return false;
        }

        name = rest[..equals].Trim(" ,\t");
        value = rest[(equals + 2)..end];
        at += end + 1;
        return true;
    }

    private static string Unescape(ReadOnlySpan<char> value)
    {
        var text = new System.Text.StringBuilder(value.Length);
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c == '\\' && i + 1 < value.Length)
            {
                c = value[++i] is 'n' ? '\n' : value[i];
            }

            text.Append(c);
        }

        return text.ToString();
    }
}
