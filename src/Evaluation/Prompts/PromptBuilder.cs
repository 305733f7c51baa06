using System.Text;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Settings;
using LoadGen.Inference;

namespace LoadGen.Evaluation.Prompts;

/// <summary>Puts prompts together: system message, examples, question. A pure function of the trial and the seed. Thread-safe.</summary>
public sealed class PromptBuilder
{
    // Between the parts of a prompt that is one text.
    private const string Gap = "\n\n";

    private readonly EvaluationFile _file;
    private readonly IReadOnlyList<Question> _examples;
    private readonly TrialText _text;
    private readonly long _seed;

    /// <summary>Prepares the templates.</summary>
    /// <param name="file">The evaluation.</param>
    /// <param name="examples">Questions to take examples from; more than <see cref="FewShotSection.Count"/>, as none is its own.</param>
    /// <param name="seed">Fixes which are drawn, and the order of their choices.</param>
    public PromptBuilder(EvaluationFile file, IReadOnlyList<Question> examples, long seed)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(examples);
        (_file, _examples, _seed, _text) = (file, examples, seed, new TrialText(file));
    }

    /// <summary>The prompt as a conversation.</summary>
    public ChatMessage[] Messages(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var messages = new List<ChatMessage>();
        if (_file.Prompt.System is { } system)
        {
            messages.Add(Message(ChatRole.System, system));
        }

        if (_file.FewShot.As == FewShotForm.Text)
        {
            messages.Add(Message(ChatRole.User, Joined(trial)));
            return [.. messages];
        }

        foreach (Trial example in Examples(trial))
        {
            messages.Add(Message(ChatRole.User, _text.Question(example)));
            messages.Add(Message(ChatRole.Assistant, _text.Answer(example)));
        }

        messages.Add(Message(ChatRole.User, _text.Question(trial)));
        return [.. messages];
    }

    /// <summary>The prompt as one text, for APIs without messages.</summary>
    public string Text(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return _file.Prompt.System is { } system ? system + Gap + Joined(trial) : Joined(trial);
    }

    /// <summary>The examples that a trial is shown.</summary>
    internal IEnumerable<Trial> Examples(Trial trial)
    {
        int count = _file.FewShot.Count;
        if (count == 0)
        {
            return [];
        }

        IEnumerable<Question> pick = _examples;
        if (_file.FewShot.Pick == FewShotPick.Drawn)
        {
            pick = new SeededOrder(_seed, "examples " + trial.Question.Id).Permutation(_examples.Count).Select(i => _examples[i]);
        }

        return pick.Where(example => example.Hash != trial.Question.Hash).Take(count).Select(example => ChoiceOrder.Ask(example, 0, 0, _seed));
    }

    private string Joined(Trial trial)
    {
        var text = new StringBuilder();
        foreach (Trial example in Examples(trial))
        {
            string question = _text.Question(example);
            text.Append(question).Append(EndsInBlank(question) ? "" : " ").Append(_text.Answer(example)).Append(Gap);
        }

        return text.Append(_text.Question(trial)).ToString();
    }

    private static bool EndsInBlank(string text) => text.Length > 0 && char.IsWhiteSpace(text[^1]);

    private static ChatMessage Message(ChatRole role, string text) => new(role, Encoding.UTF8.GetBytes(text));
}
