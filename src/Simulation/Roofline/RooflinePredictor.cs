namespace LoadGen.Simulation.Roofline;

/// <summary>Throughput and latencies in steady state, in closed form.</summary>
public static class RooflinePredictor
{
    // The prompts of arrivals that a busy prefill engine takes together: about so many requests of a pair for each.
    private const double RequestsPerPrefill = 20;

    // The fixed point of the pair's queue is reached to four digits in half of these.
    private const int Rounds = 30;

    /// <summary>One engine that does both.</summary>
    public static Prediction Predict(Deployment engine, Traffic traffic)
    {
        ArgumentNullException.ThrowIfNull(engine);
        RooflineConstants constants = engine.Constants;
        double running = Math.Min(traffic.Concurrency, Capacity(engine, traffic));
        double decodeS = TpotAlone(engine, traffic, running);
        double prefillS = PrefillS(engine, traffic.InputTokens, Math.Max(1, running / traffic.OutputTokens));

        // While one request decodes, each of the others is prefilled once.
        double tpotS = decodeS + ((running - 1) * prefillS / traffic.OutputTokens);
        double cycleS = (traffic.OutputTokens * decodeS) + (running * prefillS);
        double busy = running * prefillS / cycleS;
        double firstS = (constants.FirstTokenMs * 1e-3) + (PrefillS(engine, traffic.InputTokens, 1) * (1 + busy)) + (decodeS / 2) + (constants.Bunching * running * prefillS);
        double perS = running / Math.Max(cycleS, firstS + (traffic.OutputTokens * decodeS));
        double queueS = (traffic.Concurrency - running) / perS;
        return new Prediction(perS * traffic.OutputTokens / engine.Tp, firstS + queueS, tpotS, running);
    }

    /// <summary>A pair: prompts queue for prefill engines, their caches are handed over, decode engines run what they have room for.</summary>
    public static Prediction Predict(PairDeployment pair, Traffic traffic)
    {
        ArgumentNullException.ThrowIfNull(pair);
        RooflineConstants constants = pair.Decode.Constants;
        double room = pair.DecodeEngines * Capacity(pair.Decode, traffic);
        double together = Math.Clamp(traffic.Concurrency / (RequestsPerPrefill * pair.PrefillEngines), 1, Math.Max(1, pair.Prefill.ChunkTokens / traffic.InputTokens));
        double prefillS = PrefillS(pair.Prefill, traffic.InputTokens, together);
        double fixedS = (constants.FirstTokenMs * 1e-3) + PrefillS(pair.Prefill, traffic.InputTokens, 1) + HandoffS(pair.Prefill, traffic.InputTokens)
            + (constants.Bunching * traffic.Concurrency * prefillS / pair.PrefillEngines);
        double perS = traffic.Concurrency / (fixedS + (traffic.OutputTokens * TpotAlone(pair.Decode, traffic, 1)));
        double queued = 0;
        double decodeS = 0;
        double running = 0;
        for (int round = 0; round < Rounds; round++)
        {
            running = Math.Min(Math.Max(1, traffic.Concurrency - queued), room);
            decodeS = TpotAlone(pair.Decode, traffic, Math.Max(1, running / pair.DecodeEngines));
            double answerS = traffic.OutputTokens * decodeS;

            // An arrival finds the queue that the others leave (Schweitzer's approximation of mean value analysis).
            double firstS = fixedS + (prefillS * (traffic.Concurrency - 1) / traffic.Concurrency * queued / pair.PrefillEngines);
            double most = pair.PrefillEngines / prefillS;
            double next = Math.Min(traffic.Concurrency / (firstS + answerS), Math.Min(most, room / answerS));
            perS = (perS + next) / 2;
            double waiting = next >= most * 0.999 ? Math.Max(0, traffic.Concurrency - (perS * answerS)) : Math.Min(traffic.Concurrency, perS * firstS);
            queued = (queued + waiting) / 2;
        }

        return new Prediction(
            perS * traffic.OutputTokens / (pair.DecodeEngines * pair.Decode.Tp),
            (traffic.Concurrency / perS) - (traffic.OutputTokens * decodeS),
            decodeS,
            running / pair.DecodeEngines);
    }

    /// <summary>s of the hand-off of a prompt's cache: every prefill GPU sends its own part through its own adapter, all at once (latent attention: its copy).</summary>
    /// <param name="prefill">The engine that computed it: its spread decides what one GPU sends.</param>
    /// <param name="tokens">Of the prompt.</param>
    internal static double HandoffS(Deployment prefill, double tokens) =>
        (KvBudget.Of(prefill).For(tokens) / (prefill.Sku.ScaleOutGbPerS * 1e9)) + (prefill.Constants.HandoffMs * 1e-3);

    /// <summary>s that an engine is busy with a prompt, when it takes so many together.</summary>
    internal static double PrefillS(Deployment engine, double tokens, double together)
    {
        double chunks = Math.Max(1, Math.Ceiling(tokens * together / engine.ChunkTokens));
        var chunk = new StepLoad(0, 0, tokens * together / chunks, tokens * together * tokens / 2 / chunks, together);
        return chunks * StepTime.Of(engine, chunk).TotalS / together;
    }

    // As many as the batch may have and the cache holds.
    private static double Capacity(Deployment engine, Traffic traffic)
    {
        KvBudget budget = KvBudget.Of(engine);
        double held = budget.Bytes / budget.Reserved(traffic.InputTokens, traffic.OutputTokens);
        return Math.Max(1, Math.Min(held, engine.MaxRunning ?? double.MaxValue));
    }

    private static double TpotAlone(Deployment engine, Traffic traffic, double requests) =>
        StepTime.Of(engine, StepLoad.Decode(requests, traffic.InputTokens + (traffic.OutputTokens / 2))).TotalS / engine.TokensPerStep();
}
