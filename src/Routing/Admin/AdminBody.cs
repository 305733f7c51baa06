using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Admin;

/// <summary>Reads a request's body up to a bound.</summary>
internal static class AdminBody
{
    /// <summary>A worker's settings are a few hundred bytes: more than this is no admin's request.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>The body; null when it is larger than the bound.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > BytesMax)
        {
            return null;
        }

        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellation);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (buffer.Length > BytesMax)
            {
                reader.AdvanceTo(buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                byte[] body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return body;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
