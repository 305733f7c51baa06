using System.Globalization;
using LoadGen.Inference;
using LoadGen.Watching.Running;
using LoadGen.Workloads;

namespace LoadGen.Watching.Probing;

/// <summary>
/// The prompts of a watch: all of one length, and none like another. The first two ids count, beginning with the one that changes most, so
/// that no prompt shares even a beginning with those of days around it; the others are drawn by seed and number. A server's prefix cache
/// finds nothing of them, however long the watch goes on.
/// </summary>
internal sealed class ProbeWorkload : Workload
{
    // Control tokens stand at the front of some vocabularies; what lies within 32,000 is in every vocabulary in wide use.
    private const int FirstId = 1000;
    private const int Ids = 31_000;

    private readonly ulong _seed;
    private readonly int _first;
    private readonly int _ids;
    private readonly int _input;
    private readonly int _output;

    /// <param name="inputTokens">Prompt length, 2 or more.</param>
    /// <param name="outputTokens">Output tokens to ask for.</param>
    /// <param name="seed">Fixes them all.</param>
    /// <param name="asWords">The ids become words, and are not the model's.</param>
    public ProbeWorkload(int inputTokens, int outputTokens, long seed, bool asWords)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputTokens, 2);
        (_input, _output, _seed) = (inputTokens, outputTokens, (ulong)seed);
        (_first, _ids) = asWords ? (0, WordList.IdCount) : (FirstId, Ids);
    }

    /// <inheritdoc/>
    public override string Name => "probe";

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"probe, input {_input} tokens, output {_output} tokens, seed {_seed}");

    /// <inheritdoc/>
    public override int? Count => null;

    /// <inheritdoc/>
    public override WorkItem this[int index] => new(index, _input, _output);

    /// <inheritdoc/>
    public override void WriteTokenIds(in WorkItem item, Span<int> destination)
    {
        Span<int> ids = destination[..item.InputTokens];

        // Two digits of base 31,000 are 961 million numbers. Where they begin is the seed's.
        ulong number = ((ulong)item.Index + (Mixing.Mix(_seed) % (uint)_ids)) % ((ulong)_ids * (ulong)_ids);
        ids[0] = _first + (int)(number % (uint)_ids);
        ids[1] = _first + (int)(number / (uint)_ids);
        ulong state = Mixing.Mix(_seed ^ Mixing.Mix((ulong)item.Index + 1));
        for (int i = 2; i < ids.Length; i++)
        {
            state += Mixing.Step;
            ids[i] = _first + (int)(Mixing.Mix(state) % (uint)_ids);
        }
    }
}
