using LoadGen.Simulation.Handoffs.Protocols;
using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Pacing;
using LoadGen.Simulation.Serving;
using LoadGen.Simulation.Streams;

namespace LoadGen.Simulation.Handoffs;

/// <summary>Serves prefill legs: blocks, the time to first token, the hand-off; the answer is one token.</summary>
internal sealed class PrefillLegs(EngineState engine, HandoffNode node, RoleProtocol protocol, TimeProvider time)
{
    public async Task<HandoffTurn> BeginAsync(LegCall call, Fault? fault)
    {
        PrefillOrder order = protocol.ReadPrefill(call);
        order = order with { Facts = KvWay.AddTo(order.Facts, engine.Options.Roofline, call.PromptTokens) };
        call.Work.Request.DropCall();
        GenerationWork work = call.Work with { Plan = StreamPlan.For(1, fault), Edit = order.Edit };
        List<KvHandoff> handoffs = await OpenAsync(call, order);
        bool handedOn = false;
        try
        {
            work = await ComputeAsync(call, work);
            if (work.Plan.StoppedEarly)
            {
                // The answer is complete: there is nothing for decode to go on with.
                return new HandoffTurn(work, null);
            }

            await protocol.DeliverAsync(call, order, handoffs, node);
            if (order.AnswersAfterTransfer)
            {
                await UntilFetchedAsync(call, handoffs);
            }

            handedOn = true;
            return new HandoffTurn(work, null);
        }
        finally
        {
            if (!handedOn)
            {
                handoffs.ForEach(handoff => node.Book.End(handoff, KvEnd.Failed));
            }
        }
    }

    private async Task<List<KvHandoff>> OpenAsync(LegCall call, PrefillOrder order)
    {
        var handoffs = new List<KvHandoff>();
        try
        {
            foreach (string id in order.Ids)
            {
                KvHold hold = await node.AllocateAsync((call.PromptTokens + order.Ids.Count - 1) / order.Ids.Count, call.Cancellation);
                if (order.OpenIn(node.Book, id, call.PromptTokens, hold) is not { } handoff)
                {
                    hold.Dispose();
                    throw protocol.Reused(call, id);
                }

                handoffs.Add(handoff);
            }

            return handoffs;
        }
        catch
        {
            handoffs.ForEach(handoff => node.Book.End(handoff, KvEnd.Failed));
            throw;
        }
    }

    // The answer's own schedule then finds its token due already.
    private async Task<GenerationWork> ComputeAsync(LegCall call, GenerationWork work)
    {
        (Pacer pacer, _) = engine.PacerFor(work.Identity.Ordinal);
        if (engine.Batch is { } batch)
        {
            work = work with { Sequence = batch.Plan(work) };
            var computed = new DelayedResponse(pacer, () => work.Sequence.ChunkDueNs(0, 1), 0);
            batch.Enter(work.Sequence, computed);
            try
            {
                await PauseAsync(call, computed);
            }
            finally
            {
                work.Sequence.Cancel();
            }

            return work;
        }

        long dueNs = GenerationResponder.ScheduleFor(engine, work).DueNs(0);
        if (dueNs > engine.Clock.NowNs)
        {
            await PauseAsync(call, new DelayedResponse(pacer, dueNs, 0));
        }

        return work;
    }

    private static async Task PauseAsync(LegCall call, DelayedResponse pause)
    {
        pause.Submit();
        using (call.Cancellation.UnsafeRegister(static p => ((PacedRequest)p!).Cancel(), pause))
        {
            if (await pause.Completion == PacedOutcome.Aborted)
            {
                throw new OperationCanceledException(call.Cancellation);
            }
        }
    }

    private async Task UntilFetchedAsync(LegCall call, List<KvHandoff> handoffs)
    {
        try
        {
            await Task.WhenAll(handoffs.Select(handoff => handoff.Ended)).WaitAsync(node.Options.HandoffTimeout, time, call.Cancellation);
        }
        catch (TimeoutException)
        {
            KvHandoff late = handoffs.First(handoff => !handoff.Ended.IsCompleted);
            handoffs.ForEach(handoff => node.Book.End(handoff, KvEnd.Expired));
            throw protocol.NotFetched(call, late.Id, KvEnd.Expired);
        }

        foreach (KvHandoff handoff in handoffs)
        {
            if (await handoff.Ended is var end and not KvEnd.Pulled)
            {
                throw protocol.NotFetched(call, handoff.Id, end);
            }
        }
    }
}
