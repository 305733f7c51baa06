using System.Globalization;
using System.Text;
using LoadGen.Evaluation.Prompts;
using LoadGen.Inference;
using LoadGen.Workloads;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Running;

/// <summary>
/// An evaluation's questions as requests of a run. Prompts are put together before it begins: an event loop that builds them would read
/// other streams' tokens late.
/// </summary>
public sealed class EvaluationWorkload : Workload
{
    private readonly EvaluationPlan _plan;
    private readonly bool _asText;
    private readonly int _repeatsApart;
    private readonly ChatMessage[][] _prompts;

    /// <summary>Puts the prompts together.</summary>
    /// <param name="plan">What is asked.</param>
    /// <param name="takes">The prompts that the API takes.</param>
    /// <exception cref="ArgumentException">It takes neither messages nor text.</exception>
    public EvaluationWorkload(EvaluationPlan plan, PromptKinds takes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _asText = !takes.HasFlag(PromptKinds.Messages);
        if (_asText && !takes.HasFlag(PromptKinds.Text))
        {
            throw new ArgumentException("the API takes neither messages nor text");
        }

        _plan = plan;

        // Only the order of choices differs from one repeat to the next.
        int distinct = plan[0].Choices.Count > 0 ? plan.Trials : plan.Questions;
        _repeatsApart = distinct;
        _prompts =
        [
            .. Enumerable.Range(0, distinct).Select(i => _asText
                ? [new ChatMessage(ChatRole.User, Encoding.UTF8.GetBytes(plan.Prompts.Text(plan[i])))]
                : plan.Prompts.Messages(plan[i])),
        ];
    }

    /// <inheritdoc/>
    public override string Name => "evaluation";

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{_plan.Questions} questions of {Path.GetFileName(_plan.Set.File)}, each asked {_plan.File.Generation.Repeats} times as {(_asText ? "text" : "messages")}, up to {_plan.File.Generation.MaxTokens} output tokens");

    /// <inheritdoc/>
    public override int? Count => _plan.Trials;

    /// <inheritdoc/>
    public override PromptContent Content => PromptContent.Messages;

    /// <inheritdoc/>
    public override bool CountsInput => false;

    /// <summary>The request at <paramref name="index"/>. Its input length is the server's to count: 0.</summary>
    public override WorkItem this[int index] => new(index, 0, _plan.File.Generation.MaxTokens);

    /// <inheritdoc/>
    public override void WriteTokenIds(in WorkItem item, Span<int> destination) =>
        throw new NotSupportedException("The prompts of an evaluation are messages.");

    /// <inheritdoc/>
    public override void ReadMessages(in WorkItem item, PromptMessages messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        messages.Clear();
        foreach (ChatMessage message in _prompts[item.Index % _repeatsApart])
        {
            messages.Add(message);
        }
    }
}
