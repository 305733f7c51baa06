using System.Buffers.Text;

namespace LoadGen.Cli.Tokenizing;

/// <summary>Ids as people and programs write them: parted by blanks or commas, in brackets or not.</summary>
internal static class IdText
{
    /// <exception cref="UsageException">Something there is no id.</exception>
    public static int[] Read(string name, ReadOnlySpan<byte> text)
    {
        var ids = new List<int>();
        for (int at = 0; at < text.Length;)
        {
            if (text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'[' or (byte)']')
            {
                at++;
                continue;
            }

            if (!Utf8Parser.TryParse(text[at..], out int id, out int read) || id < 0)
            {
                throw new UsageException($"{(name == "-" ? "standard input" : name)}: byte {at} begins no id; ids are whole numbers, parted by blanks or commas");
            }

            ids.Add(id);
            at += read;
        }

        return [.. ids];
    }
}
