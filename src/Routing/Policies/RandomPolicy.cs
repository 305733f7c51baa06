using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>Any worker, each as likely as the others.</summary>
public sealed class RandomPolicy : IWorkerPolicy
{
    /// <inheritdoc/>
    public string Name => PolicyNames.Random;

    /// <inheritdoc/>
    public IPicker Prepare(Worker[] eligible) => new Picker(eligible);

    private sealed class Picker(Worker[] workers) : IPicker
    {
        public int Count => workers.Length;

        public Pick Pick(in PickRequest request)
        {
            var draws = new Draws(request.Random);
            return Untried.Draw(workers, ref draws, request.Tried) is { } worker
                ? new Pick(worker, PickReasons.Random)
                : Untried.None(workers);
        }
    }
}
