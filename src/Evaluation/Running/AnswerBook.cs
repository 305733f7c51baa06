using System.Text;
using System.Threading.Channels;
using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Prompts;
using LoadGen.Inference;
using LoadGen.Measurement.Running;
using LoadGen.Measurement.Timelines;

namespace LoadGen.Evaluation.Running;

/// <summary>
/// Takes answers as they come and scores them on a thread of its own: an event loop that looked for numbers in 30,000 tokens would read
/// the other streams late. An answer's text is let go as soon as it is scored.
/// </summary>
public sealed class AnswerBook : IAnswerSink
{
    private readonly EvaluationPlan _plan;
    private readonly AnswerExtractor _extractor;
    private readonly AnswerMatcher _matcher;
    private readonly AnswerFile? _file;
    private readonly TrialResult?[] _results;
    private readonly Channel<Said> _said = Channel.CreateUnbounded<Said>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _scoring;

    /// <summary>Begins to wait for answers.</summary>
    /// <param name="plan">What is asked.</param>
    /// <param name="file">Takes prompts and answers; null when nobody wants them.</param>
    public AnswerBook(EvaluationPlan plan, AnswerFile? file)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_plan, _file) = (plan, file);
        _extractor = new AnswerExtractor(plan.File.Extract);
        _matcher = new AnswerMatcher(plan.File.Match);
        _results = new TrialResult?[plan.Trials];
        _scoring = Task.Run(ScoreAsync);
    }

    /// <summary>The first failure to write the file, or null. Scoring goes on after it. Read it after <see cref="CloseAsync"/>.</summary>
    public IOException? WriteFailure { get; private set; }

    /// <inheritdoc/>
    public void OnAnswer(RequestTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (timeline.Outcome == Outcome.Cancelled)
        {
            // The run ended first: the question was not answered, rightly or wrongly.
            return;
        }

        int outputTokens = timeline.Usage is { CompletionTokens: >= 0 } said ? said.CompletionTokens : timeline.OutputChunks;
        int? inputTokens = timeline.Usage is { PromptTokens: >= 0 } usage ? usage.PromptTokens : null;
        _said.Writer.TryWrite(new Said(
            timeline.Item.Index, timeline.Outcome, timeline.Finish, inputTokens, outputTokens, timeline.Content.ToArray(), _file is null ? [] : timeline.Reasoning.ToArray()));
    }

    /// <summary>Scores what is left and gives all results, in the order of the plan; requests that were not made are left out.</summary>
    public async Task<IReadOnlyList<TrialResult>> CloseAsync()
    {
        _said.Writer.TryComplete();
        await _scoring;
        return [.. _results.OfType<TrialResult>()];
    }

    private async Task ScoreAsync()
    {
        await foreach (Said said in _said.Reader.ReadAllAsync())
        {
            Trial trial = _plan[said.Index];
            string content = Encoding.UTF8.GetString(said.Content);
            TrialResult result = Score(trial, said, content);
            _results[said.Index] = result;
            Write(result, content, said);
        }
    }

    private void Write(TrialResult result, string content, Said said)
    {
        if (_file is null || WriteFailure is not null)
        {
            return;
        }

        try
        {
            _file.Write(result, _plan.Prompts, content, Encoding.UTF8.GetString(said.Reasoning));
        }
        catch (IOException e)
        {
            WriteFailure = e;
        }
    }

    private TrialResult Score(Trial trial, Said said, string content)
    {
        // Half an answer may hold the right number by chance; what failed is wrong.
        Extraction found = said.Outcome == Outcome.Completed ? _extractor.Find(content, trial.Choices.Count) : Extraction.None;
        return new TrialResult
        {
            Trial = trial,
            Outcome = said.Outcome,
            Finish = said.Finish,
            Extracted = found.Text,
            IsStrict = found.IsStrict,
            IsRight = found.Text is { } text && _matcher.IsRight(text, trial.Expected),
            InputTokens = said.InputTokens,
            OutputTokens = said.OutputTokens,
        };
    }

    private readonly record struct Said(
        int Index, Outcome Outcome, FinishReason Finish, int? InputTokens, int OutputTokens, byte[] Content, byte[] Reasoning);
}
