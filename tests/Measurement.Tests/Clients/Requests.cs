using FsCheck;
using FsCheck.Fluent;
using LoadGen.Inference;
using LoadGen.Measurement.Timelines;
using LoadGen.Transport.Http.Limits;
using LoadGen.Workloads;
using Outcome = LoadGen.Measurement.Timelines.Outcome;

namespace LoadGen.Measurement.Tests.Clients;

/// <summary>Requests of every kind.</summary>
internal static class Requests
{
    public static Arbitrary<RequestTimeline> Arbitrary { get; } =
        (from index in Gen.Choose(0, 1_000_000)
         from outcome in Gen.Elements(Enum.GetValues<Outcome>())
         from gapsNs in Gen.Choose(0, 50_000_000).Select(g => g % 7 == 0 ? 0 : g).ArrayOf(12)
         from tokens in Gen.Choose(0, 3)
         from flags in Gen.Choose(0, 63)
         select Make(index, outcome, gapsNs, tokens, flags)).ToArbitrary();

    /// <summary>A completed request: sent and ended at these instants, its chunks evenly in between.</summary>
    public static RequestTimeline Completed(int index, long sendNs, long endNs, int chunks)
    {
        var t = new RequestTimeline();
        t.Begin(new WorkItem(index, 10 + (index % 7), chunks), sendNs - 3);
        t.SendNs = sendNs;
        t.WasSent = true;
        for (int i = 1; i <= chunks; i++)
        {
            t.AddChunk(sendNs + ((endNs - sendNs) * i / (chunks + 1)), hasOutput: true, tokens: 0);
        }

        t.EndNs = endNs;
        t.Outcome = Outcome.Completed;
        t.Finish = FinishReason.Length;
        t.SawDone = true;
        t.Usage = index % 3 == 0 ? new TokenUsage(11, chunks, 4, -1) : null;
        t.ReusedConnection = index % 2 == 0;
        return t;
    }

    private static RequestTimeline Make(int index, Outcome outcome, int[] gapsNs, int tokens, int flags)
    {
        const long StartNs = 7_000_000_000;
        bool Has(int flag) => (flags & flag) != 0;
        var t = new RequestTimeline();
        t.Begin(new WorkItem(index, 10, 20, Has(1) ? 5 : -1) { Session = Has(16) ? index % 9 : null, Turn = Has(16) ? flags : 0, TargetTokens = Has(2) ? 11 : 0 }, StartNs - 100);
        t.Session = Has(16) ? new SessionMark($"s{index}", 64, StartNs - 500) : null;
        t.SessionEnd = Has(16) && Has(1) ? SessionEnd.Broken : SessionEnd.None;
        t.CountedTokens = Has(8) ? 12 : -1;
        t.Outcome = outcome;
        t.WaitNs = Has(2) ? 77 : 0;
        t.EndNs = StartNs + gapsNs.Sum() + 10;
        if (!Has(32))
        {
            return t;
        }

        t.SendNs = StartNs;
        t.WasSent = true;
        t.ConnectNs = Has(4) ? 1000 : 0;
        if (Has(4))
        {
            (t.Retries, t.RetryWaitNs) = (1, 30_000_000);
            t.Notices = [new RateLimitNotice(429, TimeSpan.FromSeconds(2), [new RateLimitReading("x-ratelimit", "tokens") { Limit = 5, Reset = TimeSpan.FromMinutes(1) }])];
        }

        (t.DialNs, t.ProxyNs, t.TlsNs) = Has(4) ? (500, 200, 300) : (0, 0, 0);
        t.FirstContentNs = Has(2) ? StartNs + 5 : 0;
        t.HeadNs = Has(8) ? StartNs + 1 : 0;
        t.Status = Has(8) ? 200 : 0;
        t.Error = Has(1) ? "it broke" : null;
        t.SawDone = Has(2);
        t.Finish = (FinishReason)(flags % ((int)FinishReason.Other + 1));
        t.Usage = Has(16) ? new TokenUsage(1, 2, -1, 4) : null;
        long atNs = StartNs;
        foreach (int gapNs in gapsNs)
        {
            atNs += gapNs;
            t.AddChunk(atNs, hasOutput: gapNs % 5 != 1, tokens);
            t.Delays.Add(gapNs);
        }

        return t;
    }
}
