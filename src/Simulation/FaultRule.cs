using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadGen.Simulation;

/// <summary>A fault and how often it strikes.</summary>
/// <remarks>
/// Grammar: <c>rule = fault [ "@" every ] [ "#" times ]</c>: <c>status:503@10</c> refuses every 10th request, <c>no-done</c> spoils all,
/// <c>hang#1</c> the first alone.
/// </remarks>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Every">Strikes requests number Every, 2·Every, … (1 = all), counted over all generation APIs since the start, the last reset of the statistics, or the rules' last replacement.</param>
/// <param name="Times">Strikes so often, and then no more; 0: without end.</param>
public sealed record FaultRule(Fault Fault, int Every = 1, int Times = 0)
{
    /// <summary>Reads <c>KIND[:ARG][@EVERY][#TIMES]</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rule">The rule, when true is returned.</param>
    /// <param name="error">One line that says what is wrong and what would be right, when false is returned.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out FaultRule? rule, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        rule = null;
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        int times = 0;
        if (hash >= 0 && (!int.TryParse(text.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out times) || times < 1))
        {
            error = $"fault rule '{text}' strikes '{text[(hash + 1)..]}' times: use a whole number from 1, such as hang#1";
            return false;
        }

        text = hash < 0 ? text : text[..hash];
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

        rule = new FaultRule(fault, every, times);
        return true;
    }

    /// <summary>True when the rule strikes the request.</summary>
    /// <param name="ordinal">The request's number, from 1.</param>
    public bool Strikes(long ordinal) => ordinal % Every == 0 && (Times == 0 || ordinal / Every <= Times);

    /// <summary>The text that parses to this rule.</summary>
    public override string ToString() => Times == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Fault}@{Every}")
        : string.Create(CultureInfo.InvariantCulture, $"{Fault}@{Every}#{Times}");
}
