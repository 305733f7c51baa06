using LoadGen.Transport.Sse;

namespace LoadGen.Transport.Tests.Support;

/// <summary>Keeps events as text: <c>type|data</c>.</summary>
internal readonly struct SseRecorder() : ISseHandler
{
    public List<string> Events { get; } = [];

    public void OnEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => Events.Add($"{Wire.Text(type)}|{Wire.Text(data)}");

    /// <summary>What a fresh parser makes of the pieces: its events, then whether it went over the limit, then the last ID.</summary>
    public static List<string> Read(byte[][] pieces, int maxEventBytes = 1_000_000)
    {
        var parser = new SseParser(maxEventBytes);
        var recorder = new SseRecorder();
        bool isWell = true;
        foreach (byte[] piece in pieces)
        {
            isWell = parser.Consume(piece, ref recorder);
        }

        recorder.Events.Add(isWell ? "well" : "too large");
        recorder.Events.Add("id=" + Wire.Text(parser.LastEventId));
        return recorder.Events;
    }
}
