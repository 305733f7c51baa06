using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Settings;

namespace LoadGen.Evaluation.Tests.Answers;

/// <summary>What holds for any answer, and models write any answer.</summary>
public sealed class AnswerPropertyTests
{
    private static readonly string[] s_pieces =
    [
        "####", "\\boxed{", "\\boxed", "}", "{", "\\frac{", "\\frac", "\\sqrt", "\\text{", "\\left(", "\\right)", "\\{", "answer is ", "Answer: ", "**", "$", "\n", " ", ".", ",", "-", "−",
        "1", "23", "1,000", "10,", ".5", "3/4", "/", "e", "%", "A", "B", "(C)", "a dog", "</think>", "\ud83d", "é", "²", "\\", "^", "_", "'", "\"", "[", "]", "(", ")", "I",
    ];

    private static readonly Gen<string> s_text = Gen.Elements(s_pieces).ListOf().Select(pieces => string.Concat(pieces));

    private static readonly MatchBy[] s_ways = [MatchBy.Exact, MatchBy.Numeric, MatchBy.Math, MatchBy.Choice];

    [Fact]
    public void Any_text_can_be_searched_and_compared() =>
        Prop.ForAll(s_text.ToArbitrary(), text =>
        {
            foreach (ExtractBy by in Enum.GetValues<ExtractBy>())
            {
                var rule = new ExtractRule { By = by, Pattern = by == ExtractBy.Regex ? "(.)" : null };
                string? found = new AnswerExtractor(new ExtractSection { Strict = [rule] }).Find(text, 4).Text;
                Array.ForEach(s_ways, way => new AnswerMatcher(new MatchSection { By = way }).IsRight(found ?? "", "7"));
                if (found is not null && found != found.Trim())
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_formula_is_itself_whatever_it_holds() =>
        Prop.ForAll(s_text.ToArbitrary(), text => MathText.Normalise(text).Length == 0 || new AnswerMatcher(new MatchSection { By = MatchBy.Math }).IsRight(text, text)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_is_found_again_in_any_of_its_spellings() =>
        Prop.ForAll(
            Gen.Choose(-10_000_000, 10_000_000).SelectMany(cents => Gen.Choose(0, 4).Select(spelling => (Cents: cents, Spelling: spelling))).ToArbitrary(),
            number =>
            {
                string right = (number.Cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
                string written = number.Spelling switch
                {
                    0 => right,
                    1 => (number.Cents / 100m).ToString("N2", CultureInfo.InvariantCulture),
                    2 => "$" + right,
                    3 => string.Create(CultureInfo.InvariantCulture, $"{number.Cents}/100"),
                    _ => string.Create(CultureInfo.InvariantCulture, $"{number.Cents}e-2"),
                };
                string? found = Extractors.LastNumber($"First 12 and 7, so it is {written}.");
                return found is not null && new AnswerMatcher(new MatchSection { By = MatchBy.Numeric }).IsRight(found, right);
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("10,")]
    [InlineData("100,")]
    [InlineData("answer: ")]
    [InlineData("\\boxed{")]
    [InlineData("A ")]
    [InlineData("1 ")]
    [InlineData("\\frac{1}{")]
    public void A_model_that_repeats_itself_is_searched_in_one_pass(string piece)
    {
        // 200,000 characters; what grows with their square would take minutes, and the test's limit ends it.
        string text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
        foreach (ExtractBy by in Enum.GetValues<ExtractBy>().Where(by => by != ExtractBy.Regex))
        {
            string? found = new AnswerExtractor(new ExtractSection { Strict = [new ExtractRule { By = by }] }).Find(text, 4).Text;
            Assert.All(s_ways, way => Assert.False(new AnswerMatcher(new MatchSection { By = way }).IsRight(found ?? "", "77")));
        }
    }
}
