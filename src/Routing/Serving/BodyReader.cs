using System.Buffers;
using System.IO.Pipelines;
using LoadGen.Routing.Pairs;
using Microsoft.AspNetCore.Http;

namespace LoadGen.Routing.Serving;

/// <summary>Reads a request's whole body into one pooled array.</summary>
internal static class BodyReader
{
    // Without a length the array doubles from here.
    private const int FirstBytes = 16 * 1024;

    // A length is only a claim: a client that announces half a gigabyte gets that much memory only as it sends it.
    private const int TrustedBytes = 1 << 20;

    /// <summary>Reads the body.</summary>
    /// <exception cref="BadHttpRequestException">Larger than the limit, or broken off.</exception>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public static async ValueTask<ClientBody> ReadAsync(HttpRequest request, CancellationToken clientGone)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(request.ContentLength ?? FirstBytes, 1, TrustedBytes));
        int length = 0;
        try
        {
            PipeReader reader = request.BodyReader;
            while (true)
            {
                ReadResult read = await reader.ReadAsync(clientGone);
                foreach (ReadOnlyMemory<byte> part in read.Buffer)
                {
                    if (bytes.Length - length < part.Length)
                    {
                        bytes = Grow(bytes, length, length + part.Length);
                    }

                    part.Span.CopyTo(bytes.AsSpan(length));
                    length += part.Length;
                }

                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return new ClientBody(bytes, length);
                }
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }
    }

    private static byte[] Grow(byte[] old, int length, int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(old.Length * 2L, Array.MaxLength)));
        old.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(old);
        return larger;
    }
}
