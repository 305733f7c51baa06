using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace LoadGen.Evaluation.Questions;

/// <summary>A question's fingerprint.</summary>
internal static class QuestionHash
{
    // No text of a question holds it, so that two questions with their words in other fields differ.
    private const char Separator = '\u001f';

    public static string Of(Question question) => XxHash64
        .HashToUInt64(Encoding.UTF8.GetBytes(string.Join(Separator, [question.Text, question.Expected, .. question.Incorrect])))
        .ToString("x16", CultureInfo.InvariantCulture);
}
