using LoadGen.Workloads.Datasets;

namespace LoadGen.Workloads.Sessions;

/// <summary>
/// Sessions as a run names them. Which requests there are depends on how the sessions go, so none can be asked for by its index: the run
/// takes conversations from the <see cref="Source"/> and makes prompts with <see cref="SessionPrompt"/>.
/// </summary>
public sealed class SessionWorkload : Workload
{
    private readonly string _about;

    /// <summary>Names the sessions of a source.</summary>
    /// <param name="source">The conversations.</param>
    /// <param name="about">What else fixes the requests, such as the gaps; put behind the source's description.</param>
    public SessionWorkload(ConversationSource source, string about)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        _about = about;
    }

    /// <summary>The conversations.</summary>
    public ConversationSource Source { get; }

    /// <inheritdoc/>
    public override string Name => Source.Name;

    /// <inheritdoc/>
    public override string Description => $"sessions: {Source.Description}, {_about}";

    /// <inheritdoc/>
    public override int? Count => null;

    /// <inheritdoc/>
    public override WorkItem this[int index] => throw new NotSupportedException("The requests of sessions follow from one another; none has an index of its own.");

    /// <inheritdoc/>
    public override void WriteTokenIds(in WorkItem item, Span<int> destination) =>
        throw new NotSupportedException("The prompts of sessions are made by their sessions.");
}
