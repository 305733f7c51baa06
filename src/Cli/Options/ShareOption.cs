using System.CommandLine;
using System.Globalization;

namespace LoadGen.Cli.Options;

/// <summary>An option whose value is a share: <c>5%</c> or <c>0.05</c>.</summary>
internal static class ShareOption
{
    public static double Read(ParseResult parse, Option<string?> option, double otherwise, Problems problems)
    {
        if (parse.GetValue(option) is not { } text)
        {
            return otherwise;
        }

        bool isPercent = text.EndsWith('%');
        if (double.TryParse(isPercent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
        {
            double share = isPercent ? value / 100 : value;
            if (share < 1)
            {
                return share;
            }
        }

        problems.Add($"{option.Name}: '{text}' is not a share below 1, such as 5% or 0.05");
        return otherwise;
    }
}
