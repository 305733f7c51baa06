using System.Text;

namespace LoadGen.Inference.Tests.Support;

/// <summary>The fixtures' events. A fixture has one data line an event and LF line ends: the real reader is another room's.</summary>
internal static class Sse
{
    public static IEnumerable<(byte[] Type, byte[] Data)> Events(string fixture)
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "streams", fixture));
        foreach (string block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string type = "";
            string data = "";
            foreach (string line in block.Split('\n'))
            {
                type = line.StartsWith("event: ", StringComparison.Ordinal) ? line["event: ".Length..] : type;
                data = line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : data;
            }

            yield return (Encoding.UTF8.GetBytes(type), Encoding.UTF8.GetBytes(data));
        }
    }
}
