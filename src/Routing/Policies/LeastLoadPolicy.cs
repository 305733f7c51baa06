using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>Of two workers drawn at random the one with less to do.</summary>
internal sealed class LeastLoadPolicy<TMeasure>(string name) : IWorkerPolicy
    where TMeasure : struct, ILoadMeasure
{
    public string Name => name;

    public IPicker Prepare(Worker[] eligible) => new Picker(eligible);

    private sealed class Picker(Worker[] workers) : IPicker
    {
        public int Count => workers.Length;

        public Pick Pick(in PickRequest request) => TwoChoices<TMeasure>.Choose(workers, request) is { } worker
            ? new Pick(worker, PickReasons.LeastLoad)
            : Untried.None(workers);
    }
}
