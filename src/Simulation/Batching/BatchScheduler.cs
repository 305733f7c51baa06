using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Batching;

/// <summary>
/// Continuous batching, step by step: who runs, what a step does, and what it yields. Knows no time: a step's length is the roofline's, and
/// when it ends is told. First come first served; a request runs when the cache has room for what is reserved for it; none is preempted.
/// </summary>
internal sealed class BatchScheduler(Deployment deployment, PrefillOrder order)
{
    private readonly KvBudget _budget = KvBudget.Of(deployment);
    private readonly Queue<BatchSequence> _waiting = new();
    private readonly List<BatchSequence> _prefilling = [];
    private readonly List<BatchSequence> _decoding = [];
    private bool _decodes;

    /// <summary>Requests that run, and those that wait.</summary>
    public (int Running, int Waiting) Requests => (_prefilling.Count + _decoding.Count, _waiting.Count);

    /// <summary>Part of the cache that is held.</summary>
    public double HeldShare => _prefilling.Concat(_decoding).Sum(sequence => sequence.HeldBytes) / _budget.Bytes;

    /// <summary>True when the whole cache holds the request.</summary>
    public bool Fits(SequenceNeed need) => _budget.For(need.TokensAtEnd) + OtherChoices(need) <= _budget.Bytes;

    /// <summary>Takes in a request.</summary>
    public void Add(BatchSequence sequence) => _waiting.Enqueue(sequence);

    /// <summary>Begins a step.</summary>
    /// <returns>Its length; null when there is nothing to do.</returns>
    public StepTime? Begin()
    {
        _prefilling.RemoveAll(sequence => sequence.IsCancelled);
        _decoding.RemoveAll(sequence => sequence.IsCancelled);
        Admit();
        if (_prefilling.Count + _decoding.Count == 0)
        {
            return null;
        }

        _decodes = _decoding.Count > 0 && (_prefilling.Count == 0 || order == PrefillOrder.Mixed);
        double requests = _decodes ? _decoding.Sum(sequence => sequence.Need.Choices) : 0;
        double context = _decodes ? _decoding.Sum(sequence => (double)sequence.Context * sequence.Need.Choices) / requests : 0;
        return StepTime.Of(deployment, TakePrompts(new StepLoad(requests, context)));
    }

    /// <summary>Ends the step: tokens are released as of this instant.</summary>
    public void End(long nowNs)
    {
        if (_decodes)
        {
            foreach (BatchSequence sequence in _decoding)
            {
                sequence.Release(sequence.DrawTokens(deployment.SpecTokens, deployment.Acceptance), nowNs);
            }
        }

        foreach (BatchSequence sequence in _prefilling.Where(sequence => sequence.Chunk > 0))
        {
            sequence.Prefilled += sequence.Chunk;
            sequence.Chunk = 0;
            if (sequence.Prefilled == sequence.Need.PromptTokens)
            {
                sequence.Release(1, nowNs);
                _decoding.Add(sequence);
            }
        }

        _prefilling.RemoveAll(sequence => sequence.Prefilled == sequence.Need.PromptTokens);
        _decoding.RemoveAll(sequence => sequence.IsComplete);
    }

    private void Admit()
    {
        int running = _prefilling.Concat(_decoding).Sum(sequence => sequence.Need.Choices);
        double held = _prefilling.Concat(_decoding).Sum(sequence => sequence.HeldBytes);
        while (_waiting.TryPeek(out BatchSequence? next))
        {
            double bytes = _budget.Reserved(next.Need.PromptTokens, (double)next.Need.OutputTokens * next.Need.Choices) + OtherChoices(next.Need);
            bool isFull = running + next.Need.Choices > (deployment.MaxRunning ?? int.MaxValue) || held + bytes > _budget.Bytes;

            // A request of more choices than may run at once runs alone.
            if (!next.IsCancelled && isFull && running > 0)
            {
                return;
            }

            _waiting.Dequeue();
            if (next.IsCancelled)
            {
                continue;
            }

            next.HeldBytes = bytes;
            held += bytes;
            running += next.Need.Choices;
            (next.Need.IsPrefilled ? _decoding : _prefilling).Add(next);
        }
    }

    // Prompts in the order of their arrival, as many tokens as a step may have.
    private StepLoad TakePrompts(StepLoad load)
    {
        int room = Math.Max(1, deployment.ChunkTokens - (int)Math.Min(load.Requests * (1 + deployment.SpecTokens), deployment.ChunkTokens));
        foreach (BatchSequence sequence in _prefilling)
        {
            int take = Math.Min(room, sequence.Need.PromptTokens - sequence.Prefilled);
            sequence.Chunk = take;
            room -= take;
            if (take > 0)
            {
                load = load with
                {
                    PromptTokens = load.PromptTokens + take,
                    PromptPairs = load.PromptPairs + (take * (sequence.Prefilled + (take / 2.0))),
                    Prompts = load.Prompts + 1,
                };
            }
        }

        return load;
    }

    private double OtherChoices(SequenceNeed need) => (need.Choices - 1) * _budget.BytesPerRequest;
}
