using System.Globalization;
using LoadGen.Simulation.Handoffs.Channel;
using LoadGen.Simulation.Handoffs.Protocols;
using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Serving;

namespace LoadGen.Simulation.Handoffs;

/// <summary>Serves decode legs: fetches the cache that the leg names, then generates as an aggregated engine does.</summary>
internal sealed class DecodeLegs(EngineState engine, HandoffNode node, RoleProtocol protocol, TimeProvider time)
{
    // An engine that is told to stop has its scheduler to hand for one message to prefill, not for ever.
    private static readonly TimeSpan FreeTimeout = TimeSpan.FromSeconds(5);

    public async Task<HandoffTurn> BeginAsync(LegCall call)
    {
        DecodeOrder? order = protocol.ReadDecode(call);
        KvHold? hold = null;
        try
        {
            hold = await node.AllocateAsync(call.PromptTokens + call.Work.Plan.Tokens, call.Cancellation);
            if (order is null)
            {
                return new HandoffTurn(call.Work, hold);
            }

            double?[] waysS = await Task.WhenAll(order.Ids.Select(id => FetchAsync(call, order, id)));
            return new HandoffTurn(call.Work with { ArrivalNs = engine.Clock.NowNs, IsPrefilled = true, CacheWayS = waysS.Max() }, hold);
        }
        catch (OperationCanceledException) when (order is not null)
        {
            hold?.Dispose();
            await GiveUpAsync(order);
            throw;
        }
        catch
        {
            hold?.Dispose();
            throw;
        }
    }

    // How long it is on its way, in s; null where prefill does not say.
    private async Task<double?> FetchAsync(LegCall call, DecodeOrder order, string id)
    {
        ChannelMessage? answer = null;
        string why;
        try
        {
            answer = await protocol.FetchAsync(order, id, node, call.Cancellation).WaitAsync(node.Options.HandoffTimeout, time, call.Cancellation);
            if (answer.Word == "OK")
            {
                RequireTokens(call, id, answer);
                node.CountFetched();
                return KvWay.ReadS(answer);
            }

            why = Explain(answer);
        }
        catch (TimeoutException)
        {
            answer = new ChannelMessage("TIMEOUT", id, ChannelMessage.NoFacts);
            why = Explain(answer);
        }
        catch (IOException e)
        {
            why = e.Message;
        }

        throw protocol.NotGiven(call, id, answer, why);
    }

    private void RequireTokens(LegCall call, string id, ChannelMessage answer)
    {
        string expected = call.PromptTokens.ToString(CultureInfo.InvariantCulture);
        string found = answer.Facts.GetValueOrDefault("tokens", "");
        if (found != expected)
        {
            throw protocol.NotGiven(call, id, answer with { Word = "MISMATCH" }, $"prefill computed {found} prompt tokens, but this prompt has {expected}");
        }
    }

    private string Explain(ChannelMessage answer) => answer.Word switch
    {
        "UNKNOWN" => "prefill does not know the id: it expired, was freed, was fetched before, or never was",
        "MISMATCH" => $"prefill has another {answer.Facts.GetValueOrDefault("what")} for the id",
        "TIMEOUT" => string.Create(CultureInfo.InvariantCulture, $"prefill did not come within {node.Options.HandoffTimeout.TotalSeconds:F1} s"),
        _ => "prefill ended before it had computed the cache",
    };

    // Of the engine's own accord, not the caller's: the caller has gone.
    private async Task GiveUpAsync(DecodeOrder order)
    {
        if (!order.Reclaims)
        {
            if (node.Options.Protocol == Inference.Handoffs.HandoffKind.Sglang)
            {
                node.CountUnsafeAbort();
            }

            return;
        }

        using var limit = new CancellationTokenSource(FreeTimeout, time);
        foreach (string id in order.Ids)
        {
            try
            {
                await node.Client.AskAsync(order.Prefill, new ChannelMessage("FREE", id, ChannelMessage.NoFacts), limit.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // Prefill is not there: its lease has the last word.
                return;
            }
        }
    }
}
