using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LoadGen.Workloads.Traces;

/// <summary>Reads one format, line by line. Lines come without their end and are never blank.</summary>
internal abstract class TraceLineParser
{
    public abstract TraceFormat Format { get; }

    public static TraceLineParser For(TraceFormat format) => format switch
    {
        TraceFormat.Mooncake => new MooncakeTrace(),
        TraceFormat.Azure => new AzureTrace(),
        TraceFormat.BurstGpt => new BurstGptTrace(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, $"The trace format is {format}; it must be Mooncake, Azure or BurstGpt."),
    };

    /// <summary>Adds the line's request to <paramref name="rows"/>, if it has one; false with what was found and what would be right.</summary>
    public abstract bool TryParse(ReadOnlySpan<byte> line, TraceRowsBuilder rows, [NotNullWhen(false)] out string? problem);

    /// <summary>A piece of a line for a message: short, and without bytes that would upset a terminal.</summary>
    internal static string Quote(ReadOnlySpan<byte> found)
    {
        const int Longest = 40;
        string text = Encoding.UTF8.GetString(found.Length > Longest ? found[..Longest] : found);
        var quoted = new StringBuilder("'");
        foreach (char c in text)
        {
            quoted.Append(char.IsControl(c) ? '?' : c);
        }

        return quoted.Append(found.Length > Longest ? "…'" : "'").ToString();
    }
}
