using System.Text;

namespace LoadGen.Simulation.Handoffs.Channel;

/// <summary>A line between two engines: a word, an id, and facts.</summary>
/// <remarks>
/// <code>
/// line   = word SP id *( SP name "=" value ) LF      ; id and values percent-encoded
/// word   = "PULL" | "FREE" | "PUSH"                  ; asked
///        | "OK" | "UNKNOWN" | "MISMATCH" | "FAILED" | "TIMEOUT" | "FULL"   ; answered
/// </code>
/// </remarks>
internal sealed record ChannelMessage(string Word, string Id, IReadOnlyDictionary<string, string> Facts)
{
    public static IReadOnlyDictionary<string, string> NoFacts { get; } = new Dictionary<string, string>();

    public static ChannelMessage? Parse(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length < 2)
        {
            return null;
        }

        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in parts.AsSpan(2))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return null;
            }

            facts[part[..equals]] = Uri.UnescapeDataString(part[(equals + 1)..]);
        }

        return new ChannelMessage(parts[0], Uri.UnescapeDataString(parts[1]), facts);
    }

    /// <summary>The line without its end.</summary>
    public override string ToString()
    {
        var line = new StringBuilder(Word).Append(' ').Append(Uri.EscapeDataString(Id));
        foreach ((string name, string value) in Facts)
        {
            line.Append(' ').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return line.ToString();
    }
}
