using System.Globalization;
using System.Text;

namespace LoadGen.Shared.Servers;

/// <summary>A request as it came over the wire: its head with all lines, and the body.</summary>
internal sealed record RequestText(string Head, string Body)
{
    /// <summary>The next request of the connection; null when the client closed it.</summary>
    /// <param name="stream">Read a byte at a time up to the body, so that nothing of what follows is taken; callers with many requests put a buffer before it.</param>
    /// <param name="cancellation">The end of the test.</param>
    public static async Task<RequestText?> ReadAsync(Stream stream, CancellationToken cancellation = default)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one, cancellation) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        string text = Encoding.UTF8.GetString([.. head]);
        byte[] body = new byte[Length(text)];
        await stream.ReadExactlyAsync(body, cancellation);
        return new RequestText(text, Encoding.UTF8.GetString(body));
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';

    private static int Length(string head) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase)) is { } line
            ? int.Parse(line.AsSpan(line.IndexOf(':') + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture)
            : 0;
}
