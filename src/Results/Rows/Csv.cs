using System.Globalization;

namespace LoadGen.Results.Rows;

/// <summary>Cells of CSV files (RFC 4180).</summary>
internal static class Csv
{
    /// <summary>A number with all its digits; nothing for none.</summary>
    public static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A text, quoted where it must be. One that begins like a formula would be run by spreadsheets: it gets a quote in front.</summary>
    public static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            text = "'" + text;
        }

        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
