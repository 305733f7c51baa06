using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LoadGen.Simulation;

/// <summary>One misbehaviour with its argument.</summary>
/// <remarks>
/// Grammar: <c>fault = kind [ ":" argument ]</c>, the kinds being those of <see cref="FaultKind"/> in kebab case and the argument a
/// decimal number. It is also the value of the request header <c>x-sim-fault</c>.
/// </remarks>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Argument">HTTP status, tokens, KiB or milliseconds, depending on the kind; 0 where the kind takes none.</param>
public readonly record struct Fault(FaultKind Kind, int Argument)
{
    // No engine is slower than a day: see the validator's bound of all latencies.
    private const int MsPerDay = 86_400_000;

    // The default of an argument is the smallest that shows the effect; null: takes no argument; -1: must be given.
    private static readonly (string Name, FaultKind Kind, int? Default, int Min, int Max)[] Table =
    [
        ("status", FaultKind.Status, -1, 400, 599),
        ("cut", FaultKind.Cut, 1, 0, int.MaxValue),
        ("error", FaultKind.Error, 1, 0, int.MaxValue),
        ("no-done", FaultKind.NoDone, null, 0, 0),
        ("no-finish", FaultKind.NoFinish, null, 0, 0),
        ("short", FaultKind.Shortened, 1, 1, int.MaxValue),
        ("stall", FaultKind.Stall, 1, 0, int.MaxValue),
        ("html", FaultKind.Html, null, 0, 0),
        ("malformed-chunk", FaultKind.MalformedChunk, 1, 0, int.MaxValue),
        ("malformed-json", FaultKind.MalformedJson, 1, 0, int.MaxValue),

        // 256 KiB is beyond the header limit of every HTTP client we know (curl 100 KiB, Go 1 MiB total being the exception, .NET 64 KiB).
        ("huge-header", FaultKind.HugeHeader, 256, 1, 65536),
        ("reset", FaultKind.Reset, null, 0, 0),
        ("hang", FaultKind.Hang, null, 0, 0),
        ("usage-mismatch", FaultKind.UsageMismatch, 1, 1, 1_000_000),
        ("slow", FaultKind.Slow, 1000, 1, MsPerDay),
        ("refuse", FaultKind.Refuse, null, 0, 0),
        ("cut-after-head", FaultKind.CutAfterHead, null, 0, 0),
        ("split-writes", FaultKind.SplitWrites, null, 0, 0),
        ("done-in-content", FaultKind.DoneInContent, null, 0, 0),
        ("early-status", FaultKind.EarlyStatus, -1, 400, 599),
    ];

    /// <summary>All kinds as users type them, separated by commas.</summary>
    public static string KnownKinds { get; } = string.Join(", ", Table.Select(row => row.Name));

    /// <summary>The kind as users type it.</summary>
    public string Name => NameOf(Kind);

    /// <summary>The name that users type for a kind.</summary>
    public static string NameOf(FaultKind kind) => Table[(int)kind].Name;

    /// <summary>The least and the greatest argument of a kind; null for a kind that takes none.</summary>
    internal static (int Min, int Max)? ArgumentsOf(FaultKind kind) => Table[(int)kind] is { Default: not null } row ? (row.Min, row.Max) : null;

    /// <summary>Reads <c>KIND[:ARG]</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">The fault, when true is returned.</param>
    /// <param name="error">One line that says what is wrong and what would be right, when false is returned.</param>
    public static bool TryParse(string text, out Fault fault, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = default;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = (colon < 0 ? text : text[..colon]).Trim();
        int index = Array.FindIndex(Table, row => row.Name == name);
        if (index < 0)
        {
            error = $"unknown fault '{name}': use one of {KnownKinds}";
            return false;
        }

        var (_, kind, defaultArgument, min, max) = Table[index];
        if (colon < 0)
        {
            fault = new Fault(kind, defaultArgument ?? 0);
            error = defaultArgument == -1 ? $"fault '{name}' needs an argument from {min} to {max}, such as {name}:503" : null;
            return error is null;
        }

        if (defaultArgument is null)
        {
            error = $"fault '{name}' takes no argument: write {name}";
            return false;
        }

        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int argument) || argument < min || argument > max)
        {
            error = $"fault '{name}' has the argument '{text[(colon + 1)..]}': use a whole number from {min} to {max}";
            return false;
        }

        fault = new Fault(kind, argument);
        error = null;
        return true;
    }

    /// <summary>The text that parses to this fault.</summary>
    public override string ToString() =>
        Table[(int)Kind].Default is null ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}:{Argument}");
}
