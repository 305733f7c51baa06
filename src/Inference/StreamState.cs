using System.Buffers;
using System.Buffers.Binary;
using LoadGen.Inference.Json;
using LoadGen.Inference.Reading;

namespace LoadGen.Inference;

/// <summary>
/// What reading one event of a stream must know of those before it, and where the answer's text goes if anyone wants it. One for each
/// response: a default value at its start, then handed to every read by reference.
/// </summary>
public struct StreamState
{
    /// <summary>
    /// Takes the visible text of every event read, UTF-8 with the JSON escapes undone (of several choices: all, one after another). Null
    /// when nobody wants it, which is the fast way.
    /// </summary>
    public IBufferWriter<byte>? Content { get; set; }

    /// <summary>Takes the reasoning text of every event read, as <see cref="Content"/> takes the visible one.</summary>
    public IBufferWriter<byte>? Reasoning { get; set; }

    /// <summary>Counts stated by events of which a later one completes them (Anthropic, Triton).</summary>
    internal StatedCounts? Stated { get; set; }

    /// <summary>Whether the stream's events repeat the text before them, as far as it is known.</summary>
    internal TextMode Mode { get; private set; }

    // Completion tokens that the events so far have stated.
    private int _tokens;

    // Of the text so far, as written in the JSON.
    private int _textBytes;
    private ulong _textTail;

    /// <summary>How many completion tokens a new total adds to those stated before; 0 where it adds none.</summary>
    internal int TokensSince(int total)
    {
        int added = Math.Max(0, total - _tokens);
        _tokens += added;
        return added;
    }

    /// <summary>Appends raw JSON string bytes to the text of a kind, where it is wanted.</summary>
    internal readonly void Append(OutputKinds kind, ReadOnlySpan<byte> raw)
    {
        IBufferWriter<byte>? wanted = kind == OutputKinds.Content ? Content : kind == OutputKinds.Reasoning ? Reasoning : null;
        if (wanted is not null && !raw.IsEmpty)
        {
            JsonText.Unescape(raw, wanted);
        }
    }

    /// <summary>What an event's text adds to the text before it, where a stream's events may each have the whole text so far.</summary>
    /// <param name="raw">The event's text as written in the JSON.</param>
    /// <param name="known">How the API's events are, where that is known; else it is judged by the first text that follows another.</param>
    internal ReadOnlySpan<byte> Added(ReadOnlySpan<byte> raw, TextMode known)
    {
        if (Mode == TextMode.Unknown)
        {
            Mode = known != TextMode.Unknown || _textBytes == 0 || raw.IsEmpty ? known : Repeats(raw) ? TextMode.SoFar : TextMode.Added;
        }

        if (Mode != TextMode.SoFar)
        {
            Remember(raw);
            return raw;
        }

        // Where what went before was changed (a character that was not whole yet), only the length tells how much is new.
        ReadOnlySpan<byte> added = raw[Math.Min(_textBytes, raw.Length)..];
        Remember(raw);
        return added;
    }

    // The length and the last bytes stand for the text before: to keep all of it would cost a copy of the answer for each event.
    private readonly bool Repeats(ReadOnlySpan<byte> raw) => raw.Length >= _textBytes && Tail(raw[.._textBytes]) == _textTail;

    private void Remember(ReadOnlySpan<byte> raw)
    {
        if (!raw.IsEmpty)
        {
            (_textBytes, _textTail) = (raw.Length, Tail(raw));
        }
    }

    private static ulong Tail(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        }

        ulong tail = 0;
        foreach (byte b in text)
        {
            tail = (tail << 8) | b;
        }

        return tail;
    }
}

/// <summary>What the text of a stream's event is.</summary>
internal enum TextMode
{
    /// <summary>Not known yet.</summary>
    Unknown = 0,

    /// <summary>What is new.</summary>
    Added,

    /// <summary>All so far.</summary>
    SoFar,
}
