using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Settings;

namespace LoadGen.Evaluation.Tests.Answers;

public sealed class MathMatchTests
{
    [Theory]
    [InlineData(@"\dfrac{1}{2}", @"\frac12")]
    [InlineData(@"\frac{1}{2}", "0.5")]
    [InlineData("1/2", @"\frac{1}{2}")]
    [InlineData(@"5\sqrt{2}", @"5\sqrt2")]
    [InlineData(@"\left( 3, \frac{\pi}{2} \right)", @"(3,\frac{\pi}{2})")]
    [InlineData("(2, 0.5)", @"(2,\frac{1}{2})")]
    [InlineData(@"[-2,2]", "[-2, 2]")]
    [InlineData("3, 2", "2, 3")]
    [InlineData(@"\{2,1\}", @"\{1, 2\}")]
    [InlineData(@"540^\circ", "540")]
    [InlineData(@"50\%", "50")]
    [InlineData(@"x = 5", "5")]
    [InlineData(@"x^{2}+1", "x^2 + 1")]
    [InlineData(@"\text{Evelyn}", "evelyn")]
    [InlineData(@"\text{(B)}", "B")]
    [InlineData(@"12 \text{ cm}^2", "12")]
    [InlineData("64 square feet", "64")]
    [InlineData(@"13,\!000", "13000")]
    [InlineData(@"$11,111$.", "11111")]
    [InlineData(@"9 \pi", @"9\pi")]
    [InlineData(@"x \leq 3", @"x \le 3")]
    [InlineData(@"2 \times 3x", @"2\cdot 3x")]
    [InlineData(@"\(7\)", "7")]
    [InlineData(".5", "0.5")]
    [InlineData(@"(-\infty, 2) \cup (3, \infty)", @"(-\infty,2)\cup(3,\infty)")]
    public void One_formula_written_in_two_ways_is_one_formula(string found, string expected) => Assert.True(IsRight(found, expected));

    [Theory]
    [InlineData("x + 1", "1 + x")]
    [InlineData("(2,3)", "(3,2)")]
    [InlineData("(1,2)", "[1,2]")]
    [InlineData("2, 3", "2, 3, 3")]
    [InlineData("3x", "3")]
    [InlineData("X", "x")]
    [InlineData(@"\frac{1}{2}", @"\frac{2}{1}")]
    [InlineData(@"\sqrt{2}", "2")]
    [InlineData("5", "-5")]
    [InlineData(@"9\pi", "9")]
    public void Other_formulas_are_other_formulas(string found, string expected) => Assert.False(IsRight(found, expected));

    [Fact]
    public void A_blank_that_ends_a_command_stays() => Assert.Equal(@"\pi r^2", MathText.Normalise(@"\pi r^{2}"));

    private static bool IsRight(string found, string expected) => new AnswerMatcher(new MatchSection { By = MatchBy.Math }).IsRight(found, expected);
}
