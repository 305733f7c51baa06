using LoadGen.Routing.Policies;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Pairs;

/// <summary>Who serves an attempt.</summary>
/// <param name="Prefill">The prefill worker; null when decode owns the prompt.</param>
/// <param name="Decode">The decode worker.</param>
/// <param name="Reason">Why both or only one, such as <c>split</c> or <c>short</c>.</param>
internal readonly record struct PairChoice(Pick? Prefill, Pick Decode, string Reason)
{
    public Worker? PrefillWorker => Prefill?.Worker;

    public Worker DecodeWorker => Decode.Worker!;
}
