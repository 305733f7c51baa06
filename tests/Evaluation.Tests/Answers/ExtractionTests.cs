using LoadGen.Evaluation.Answers;
using LoadGen.Evaluation.Settings;

namespace LoadGen.Evaluation.Tests.Answers;

public sealed class ExtractionTests
{
    [Theory]
    [InlineData("So 3 + 4 = 7.\n#### 7", "7")]
    [InlineData("#### 5\nno, wait\n#### 1,234 ", "1,234")]
    [InlineData("####-12.5", "-12.5")]
    [InlineData("#### **42**.", "42")]
    [InlineData("#### $18$", "18")]
    [InlineData("the answer comes behind ####", null)]
    [InlineData("7", null)]
    public void Hash_marks_have_the_answer_behind_the_last_of_them(string text, string? answer) => Assert.Equal(answer, Find(ExtractBy.HashMarks, text));

    [Theory]
    [InlineData(@"so \boxed{42}", "42")]
    [InlineData(@"\boxed{1} or rather \boxed{\frac{1}{2}}.", @"\frac{1}{2}")]
    [InlineData(@"\boxed{\{1, 2\}}", @"\{1, 2\}")]
    [InlineData(@"\boxed { \text{(B)} }", @"\text{(B)}")]
    [InlineData(@"\fbox{x^{2}}", "x^{2}")]
    [InlineData(@"is \boxed 7$", "7")]
    [InlineData(@"\boxed{\boxed{5}}", "5")]
    [InlineData(@"} \boxed{4} {", "4")]
    [InlineData(@"\boxed{3} and then \boxed{\frac{1}{", "3")]
    [InlineData(@"\boxed{", null)]
    [InlineData(@"\boxed", null)]
    [InlineData("nothing", null)]
    public void A_box_is_read_with_its_braces_balanced(string text, string? answer) => Assert.Equal(answer, Find(ExtractBy.Boxed, text));

    [Theory]
    [InlineData("The answer is 42.", "42")]
    [InlineData("Answer: 3/4", "3/4")]
    [InlineData("**Answer:** $\\frac{1}{2}$", "\\frac{1}{2}")]
    [InlineData("**Answer**: Paris", "Paris")]
    [InlineData("The answer is: 5. That was easy.", "5")]
    [InlineData("answer is 1\nThe final answer is 2", "2")]
    [InlineData("no such words", null)]
    public void The_last_answer_is_counts(string text, string? answer) => Assert.Equal(answer, Find(ExtractBy.AnswerIs, text));

    [Theory]
    [InlineData("3 apples and 4 pears make 7 fruits.", "7")]
    [InlineData("it costs $1,234.50, all told", "$1,234.50")]
    [InlineData("that is -5 degrees", "-5")]
    [InlineData("that is −5 degrees", "−5")]
    [InlineData("10-5", "5")]
    [InlineData("about 3/4 of them", "3/4")]
    [InlineData("a rise of 12.5%.", "12.5%")]
    [InlineData("1, 2, 3", "3")]
    [InlineData("x=.5", ".5")]
    [InlineData("12 H2O", "12")]
    [InlineData("答案是42", "42")]
    [InlineData("none", null)]
    public void The_last_number_is_taken_as_it_is_written(string text, string? answer) => Assert.Equal(answer, Find(ExtractBy.LastNumber, text));

    [Theory]
    [InlineData("Answer: C", "C")]
    [InlineData("answer: b", "B")]
    [InlineData("**Answer: (D)**", "D")]
    [InlineData("The answer is (B).", "B")]
    [InlineData("The correct answer is **A**", "A")]
    [InlineData("Answer: $\\boxed{C}$", "C")]
    [InlineData("Answer: $D$", "D")]
    [InlineData("I put it in \\boxed{\\text{B}}", "B")]
    [InlineData("Answer: A\nNo. Answer: B", "B")]
    [InlineData("The answer is a matter of taste", null)]
    [InlineData("The answer is A lot of work", null)]
    [InlineData("Answer: E", null)]
    [InlineData("Answer: Berlin", null)]
    [InlineData("I choose C", null)]
    public void A_choice_is_named_behind_answer_or_in_a_box(string text, string? letter) => Assert.Equal(letter, Find(ExtractBy.Choice, text, 4));

    [Theory]
    [InlineData("I choose C", "C")]
    [InlineData("(A) is wrong, so (D).", "D")]
    [InlineData("A dog barks. B", "B")]
    [InlineData("A dog barks.", null)]
    [InlineData("it is E", null)]
    [InlineData("DNA", null)]
    public void The_last_letter_that_stands_alone_is_a_guess(string text, string? letter) => Assert.Equal(letter, Find(ExtractBy.LastLetter, text, 4));

    [Fact]
    public void The_last_line_and_the_whole_text_are_answers_too()
    {
        Assert.Equal("x = 2", Find(ExtractBy.LastLine, "first\n\nx = 2.\n\n"));
        Assert.Equal("a\nb", Find(ExtractBy.Whole, " a\nb \n"));
        Assert.Null(Find(ExtractBy.Whole, " \n"));
    }

    [Theory]
    [InlineData("RESULT=(\\w+)", ExtractTake.Last, "two")]
    [InlineData("RESULT=(\\w+)", ExtractTake.First, "one")]
    [InlineData("RESULT=\\w+", ExtractTake.Last, "RESULT=two")]
    [InlineData("NONE=(\\w+)", ExtractTake.Last, null)]
    public void A_regular_expression_gives_its_first_group_or_all(string pattern, ExtractTake take, string? answer)
    {
        var rule = new ExtractRule { By = ExtractBy.Regex, Pattern = pattern, Take = take };
        Assert.Equal(answer, new AnswerExtractor(new ExtractSection { Strict = [rule] }).Find("RESULT=one RESULT=two").Text);
    }

    [Fact]
    public void A_strict_answer_goes_before_a_flexible_one_wherever_it_stands()
    {
        var extractor = new AnswerExtractor(new ExtractSection { Strict = [new ExtractRule { By = ExtractBy.HashMarks }], Flexible = [new ExtractRule { By = ExtractBy.LastNumber }] });
        Assert.Equal(new Extraction("7", true), extractor.Find("#### 7\nthanks for all 42 fish"));
        Assert.Equal(new Extraction("42", false), extractor.Find("thanks for all 42 fish"));
        Assert.Equal(Extraction.None, extractor.Find("thanks"));
    }

    [Fact]
    public void Thinking_that_the_server_leaves_in_the_answer_is_not_searched()
    {
        Assert.Null(Find(ExtractBy.LastNumber, "<think>maybe 5</think>I do not know"));
        Assert.Equal("6", Find(ExtractBy.LastNumber, "maybe 5</think>it is 6"));
        Assert.Equal("5", new AnswerExtractor(new ExtractSection { Strict = [new ExtractRule { By = ExtractBy.LastNumber }], SkipThinking = false }).Find("5</think>").Text);
    }

    private static string? Find(ExtractBy by, string text, int choices = 0) =>
        new AnswerExtractor(new ExtractSection { Strict = [new ExtractRule { By = by }] }).Find(text, choices).Text;
}
