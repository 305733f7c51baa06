using LoadGen.Inference;
using LoadGen.Measurement.Timelines;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>
/// A finished request as bytes: all that was observed of it, so that everything computed from it afterwards is as if it had been made in the
/// reading process. Instants are written relative to the end, chunks relative to the one before: some 4 bytes a chunk.
/// </summary>
internal static class TimelineWire
{
    private const int LeastChunkBytes = 2;

    /// <summary>Writes it.</summary>
    public static void Write(WireWriter to, RequestTimeline t)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(t);
        to.Signed(t.Item.Index);
        to.Signed(t.Item.InputTokens);
        to.Signed(t.Item.OutputTokens);
        to.Signed(t.Item.OffsetNs);
        to.Signed(t.Item.TargetTokens);
        to.Signed(t.EndNs);
        to.Signed(t.EndNs - t.IntendedNs);
        WriteInstant(to, t.EndNs, t.SendNs);
        WriteInstant(to, t.EndNs, t.HeadNs);
        to.Signed(t.WaitNs);
        to.Signed(t.ConnectNs);
        to.Signed(t.DialNs);
        to.Signed(t.ProxyNs);
        to.Signed(t.TlsNs);
        to.Signed(t.Status);
        to.Byte((byte)t.Outcome);
        to.Byte((byte)t.Finish);
        to.Bool(t.ReusedConnection);
        to.Bool(t.WasSent);
        to.Bool(t.SawDone);
        to.Text(t.Error);
        to.Bool(t.Usage is not null);
        if (t.Usage is { } usage)
        {
            to.Signed(usage.PromptTokens);
            to.Signed(usage.CompletionTokens);
            to.Signed(usage.CachedPromptTokens);
            to.Signed(usage.ReasoningTokens);
        }

        to.Signed(t.Retries);
        to.Signed(t.RetryWaitNs);
        NoticeWire.Write(to, t.Notices);
        WriteSession(to, t);
        WriteInstant(to, t.EndNs, t.FirstContentNs);
        to.Signed(t.CountedTokens);
        WriteChunks(to, t);
        to.Unsigned((ulong)t.Delays.Ns.Length);
        foreach (long delayNs in t.Delays.Ns)
        {
            to.Signed(delayNs);
        }
    }

    /// <summary>Reads one.</summary>
    /// <param name="from">Where it stands.</param>
    /// <param name="t">Becomes the request.</param>
    /// <param name="shiftNs">Added to every instant: from the writer's clock to the reader's. No time between two instants changes.</param>
    /// <exception cref="WireException">It is not one.</exception>
    public static void Read(ref WireReader from, RequestTimeline t, long shiftNs)
    {
        ArgumentNullException.ThrowIfNull(t);
        var item = new WorkItem(from.Int(), from.Int(), from.Int(), from.Signed()) { TargetTokens = from.Int() };
        long endNs = from.Signed();
        t.Begin(item, endNs - from.Signed() + shiftNs);
        t.SendNs = ReadInstant(ref from, endNs, shiftNs);
        t.HeadNs = ReadInstant(ref from, endNs, shiftNs);
        t.EndNs = endNs + shiftNs;
        t.WaitNs = from.Signed();
        t.ConnectNs = from.Signed();
        t.DialNs = from.Signed();
        t.ProxyNs = from.Signed();
        t.TlsNs = from.Signed();
        t.Status = from.Int();
        t.Outcome = (Outcome)Known(from.Byte(), Outcomes.Count, "outcome");
        t.Finish = (FinishReason)Known(from.Byte(), (int)FinishReason.Other + 1, "finish reason");
        t.ReusedConnection = from.Bool();
        t.WasSent = from.Bool();
        t.SawDone = from.Bool();
        t.Error = from.Text();
        t.Usage = from.Bool() ? new TokenUsage(from.Int(), from.Int(), from.Int(), from.Int()) : null;
        t.Retries = from.Int();
        t.RetryWaitNs = from.Signed();
        t.Notices = NoticeWire.Read(ref from);
        ReadSession(ref from, t, endNs, shiftNs);
        t.FirstContentNs = ReadInstant(ref from, endNs, shiftNs);
        t.CountedTokens = from.Int();
        ReadChunks(ref from, t);
        for (int left = from.Count(); left > 0; left--)
        {
            t.Delays.Add(from.Signed());
        }
    }

    private static void WriteSession(WireWriter to, RequestTimeline t)
    {
        to.Bool(t.Session is not null);
        if (t.Session is { } session)
        {
            to.Text(session.Id);
            to.Signed(session.Turns);
            to.Signed(t.EndNs - session.StartNs);
            to.Signed(t.Item.Session ?? -1);
            to.Signed(t.Item.Turn);
            to.Byte((byte)t.SessionEnd);
        }
    }

    private static void ReadSession(ref WireReader from, RequestTimeline t, long endNs, long shiftNs)
    {
        if (!from.Bool())
        {
            return;
        }

        t.Session = new SessionMark(from.RequiredText(), from.Int(), endNs - from.Signed() + shiftNs);
        t.Place(from.Int(), from.Int());
        t.SessionEnd = (SessionEnd)Known(from.Byte(), (int)SessionEnd.Broken + 1, "session's end");
    }

    private static void WriteChunks(WireWriter to, RequestTimeline t)
    {
        to.Unsigned((ulong)t.Chunks);
        long before = 0;
        for (int i = 0; i < t.Chunks; i++)
        {
            (long offsetNs, bool hasOutput, int tokens) = t.Chunk(i);
            to.Signed(offsetNs - before);
            to.Unsigned(((ulong)tokens << 1) | (hasOutput ? 1UL : 0));
            before = offsetNs;
        }
    }

    private static void ReadChunks(ref WireReader from, RequestTimeline t)
    {
        long offsetNs = 0;
        for (int left = from.Count(LeastChunkBytes); left > 0; left--)
        {
            offsetNs += from.Signed();
            ulong mark = from.Unsigned();
            t.AddChunk(t.SendNs + offsetNs, (mark & 1) != 0, (int)Math.Min(mark >> 1, int.MaxValue));
        }
    }

    // What did not happen has no distance to anything.
    private static void WriteInstant(WireWriter to, long endNs, long ns)
    {
        to.Bool(ns != 0);
        if (ns != 0)
        {
            to.Signed(endNs - ns);
        }
    }

    private static long ReadInstant(ref WireReader from, long endNs, long shiftNs) => from.Bool() ? endNs - from.Signed() + shiftNs : 0;

    private static byte Known(byte value, int count, string what) =>
        value < count ? value : throw new WireException($"a control message holds {value} as {what}; there are {count}");
}
