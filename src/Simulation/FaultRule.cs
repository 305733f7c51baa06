using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadGen.Simulation;

/// <summary>A fault and how often it strikes.</summary>
/// <remarks>Grammar: <c>rule = fault [ "@" every ]</c>: <c>status:503@10</c> refuses every 10th request, <c>no-done</c> spoils all.</remarks>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Every">Strikes requests number Every, 2·Every, … (1 = all), counted over all generation APIs since the start, the last reset of the statistics, or the rules' last replacement.</param>
public sealed record FaultRule(Fault Fault, int Every = 1)
{
    /// <summary>Reads <c>KIND[:ARG][@EVERY]</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rule">The rule, when true is returned.</param>
    /// <param name="error">One line that says what is wrong and what would be right, when false is returned.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out FaultRule? rule, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        rule = null;
        int at = text.IndexOf('@', StringComparison.Ordinal);
        int every = 1;
        if (at >= 0 && (!int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out every) || every < 1))
        {
            error = $"fault rule '{text}' strikes every '{text[(at + 1)..]}' requests: use a whole number from 1, such as status:503@10";
            return false;
        }

        if (!Fault.TryParse(at < 0 ? text : text[..at], out Fault fault, out error))
        {
            return false;
        }

        rule = new FaultRule(fault, every);
        return true;
    }

    /// <summary>True when the rule strikes the request.</summary>
    /// <param name="ordinal">The request's number, from 1.</param>
    public bool Strikes(long ordinal) => ordinal % Every == 0;

    /// <summary>The text that parses to this rule.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Fault}@{Every}");
}
