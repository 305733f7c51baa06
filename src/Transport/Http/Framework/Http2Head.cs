using System.Net.Http.Headers;
using System.Text;
using LoadGen.Transport.Http.Parsing;

namespace LoadGen.Transport.Http.Framework;

/// <summary>Writes a response's header fields as our own transport's handlers read them.</summary>
internal static class Http2Head
{
    /// <summary>The field lines, and the check that the body can be read.</summary>
    /// <exception cref="TransportException">The body is encoded.</exception>
    public static byte[] Render(HttpResponseMessage response)
    {
        var text = new StringBuilder();
        Add(text, response.Headers.NonValidated);
        Add(text, response.Content.Headers.NonValidated);
        if (response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out HeaderStringValues codings)
            && codings.FirstOrDefault(c => !c.Equals("identity", StringComparison.OrdinalIgnoreCase)) is { } coding)
        {
            ProtocolFailure.Malformed($"the body has content-encoding {Excerpt.Of(Encoding.Latin1.GetBytes(coding))}, which was not asked for and is not read; only identity is");
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static void Add(StringBuilder text, HttpHeadersNonValidated headers)
    {
        foreach ((string name, HeaderStringValues values) in headers)
        {
            foreach (string value in values)
            {
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }
    }
}
