using System.Buffers;
using System.Buffers.Text;
using System.Text;
using LoadGen.Inference.Handoffs;

namespace LoadGen.Routing.Pairs;

/// <summary>The heads of a client's request to its workers: the same path and forwarded fields, to each its own host and length.</summary>
/// <remarks>The values come from a parsed request head or from <see cref="LegRequest.Headers"/>: no line break can be in them.</remarks>
internal sealed class RequestHead
{
    private const int LengthDigitsMax = 19;

    // A small body goes out with its head in one system call; copying more than this costs more than the call.
    private const int JoinedBytesMax = 32 * 1024;

    private readonly string _path;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _forwarded;

    /// <param name="path">Path and query, as the client sent them.</param>
    /// <param name="forwarded">Header fields for every leg.</param>
    public RequestHead(string path, IReadOnlyList<KeyValuePair<string, string>> forwarded)
    {
        _path = Visible(path);
        _forwarded = forwarded;
    }

    /// <summary>Puts head and, when it is small, body into one buffer.</summary>
    /// <param name="leg">What is sent.</param>
    /// <param name="hostHeader">Value of <c>Host</c>.</param>
    /// <param name="traceParent">Value of <c>traceparent</c> for this leg; null for none.</param>
    /// <param name="buffer">A rented array; the caller returns it after the send.</param>
    /// <param name="rest">The pieces of the body that are not in the buffer.</param>
    /// <returns>The part of the buffer to send.</returns>
    public ReadOnlyMemory<byte> Write(LegRequest leg, string hostHeader, string? traceParent, out byte[] buffer, out IReadOnlyList<ReadOnlyMemory<byte>> rest)
    {
        long length = leg.ContentLength;
        bool isJoined = length <= JoinedBytesMax;
        buffer = ArrayPool<byte>.Shared.Rent(HeadBytesMax(leg, hostHeader, traceParent) + (isJoined ? (int)length : 0));
        int at = 0;
        Put(buffer, ref at, "POST ");
        Put(buffer, ref at, _path);
        Put(buffer, ref at, " HTTP/1.1\r\nHost: ");
        Put(buffer, ref at, hostHeader);
        Put(buffer, ref at, "\r\nContent-Type: application/json\r\n");
        foreach ((string name, string value) in _forwarded)
        {
            if (!IsReplaced(name, leg))
            {
                PutField(buffer, ref at, name, value);
            }
        }

        foreach ((string name, string value) in leg.Headers)
        {
            PutField(buffer, ref at, name, value);
        }

        if (traceParent is not null)
        {
            PutField(buffer, ref at, "traceparent", traceParent);
        }

        Put(buffer, ref at, "Content-Length: ");
        Utf8Formatter.TryFormat(length, buffer.AsSpan(at), out int digits);
        at += digits;
        Put(buffer, ref at, "\r\n\r\n");
        rest = isJoined ? [] : leg.Body;
        if (isJoined)
        {
            for (int i = 0; i < leg.Body.Count; i++)
            {
                leg.Body[i].Span.CopyTo(buffer.AsSpan(at));
                at += leg.Body[i].Length;
            }
        }

        return buffer.AsMemory(0, at);
    }

    // Kestrel lets more through in a request line than every engine's reader takes for a part of the line: that is escaped, not passed on.
    private static string Visible(string path) => path.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? string.Concat(path.Select(c => c is >= '!' and <= '~' ? c.ToString() : Uri.EscapeDataString(c.ToString())))
        : path;

    private static bool IsReplaced(string name, LegRequest leg)
    {
        if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        for (int i = 0; i < leg.Headers.Count; i++)
        {
            if (leg.Headers[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private int HeadBytesMax(LegRequest leg, string hostHeader, string? traceParent)
    {
        int chars = "POST  HTTP/1.1\r\nHost: \r\nContent-Type: application/json\r\ntraceparent: \r\nContent-Length: \r\n\r\n".Length
            + LengthDigitsMax + _path.Length + hostHeader.Length + (traceParent?.Length ?? 0);
        foreach ((string name, string value) in _forwarded)
        {
            chars += name.Length + value.Length + 4;
        }

        foreach ((string name, string value) in leg.Headers)
        {
            chars += name.Length + value.Length + 4;
        }

        return chars;
    }

    private static void PutField(byte[] buffer, ref int at, string name, string value)
    {
        Put(buffer, ref at, name);
        Put(buffer, ref at, ": ");
        Put(buffer, ref at, value);
        Put(buffer, ref at, "\r\n");
    }

    // Latin-1: one byte a character, as HTTP's fields were read.
    private static void Put(byte[] buffer, ref int at, string text) => at += Encoding.Latin1.GetBytes(text, buffer.AsSpan(at));
}
