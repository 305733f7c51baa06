using System.Globalization;
using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Questions;

namespace LoadGen.Evaluation.Prompts;

/// <summary>
/// The order in which a question's choices are shown. Seed, question and repeat fix it: models like some letters better than others, so
/// that no order is the neutral one, and each repeat has its own.
/// </summary>
internal static class ChoiceOrder
{
    /// <summary>The question as it is asked.</summary>
    public static Trial Ask(Question question, int index, int repeat, long seed)
    {
        if (question.Incorrect.Count == 0)
        {
            return new Trial(index, question, repeat, [], question.Expected);
        }

        string[] choices = [question.Expected, .. question.Incorrect];
        int[] order = new SeededOrder(seed, string.Create(CultureInfo.InvariantCulture, $"choices {repeat} {question.Id}")).Permutation(choices.Length);
        return new Trial(index, question, repeat, [.. order.Select(i => choices[i])], ChoiceText.Letter(Array.IndexOf(order, 0)).ToString());
    }
}
