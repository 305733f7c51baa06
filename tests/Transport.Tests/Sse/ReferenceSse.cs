using LoadGen.Transport.Tests.Support;

namespace LoadGen.Transport.Tests.Sse;

/// <summary>The specification's algorithm, written down as it stands (WHATWG HTML §9.2.6), on the whole stream at once.</summary>
internal static class ReferenceSse
{
    public static List<string> Read(byte[] stream)
    {
        string text = Wire.Text(stream);
        if (text.StartsWith("\xEF\xBB\xBF", StringComparison.Ordinal))
        {
            text = text[3..];
        }

        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        string[] lines = text.Split('\n');
        string data = "", type = "", id = "", lastId = "";
        var events = new List<string>();

        // What follows the last end of line is no line.
        foreach (string line in lines[..^1])
        {
            if (line.Length == 0)
            {
                lastId = id;
                if (data.Length > 0)
                {
                    events.Add($"{type}|{data[..^1]}");
                }

                data = type = "";
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? line : line[..colon];
            string value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            switch (name)
            {
                case "data":
                    data += value + "\n";
                    break;
                case "event":
                    type = value;
                    break;
                case "id" when !value.Contains('\0', StringComparison.Ordinal):
                    id = value;
                    break;
            }
        }

        events.Add("well");
        events.Add("id=" + lastId);
        return events;
    }
}
