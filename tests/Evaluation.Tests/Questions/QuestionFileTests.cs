using System.Text;
using LoadGen.Evaluation.Questions;
using LoadGen.Evaluation.Tests.Support;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Tests.Questions;

public sealed class QuestionFileTests
{
    private const string Good = """{"prompt":"1 + 1?","answer":"2"}""";

    [Fact]
    public void Gsm8k_has_its_answer_behind_the_last_marks()
    {
        Question question = Assert.Single(Files.Set(DatasetShape.Gsm8k, """{"question":"How many?","answer":"3 + 4 = <<3+4=7>>7\n#### 1,007"}""").Questions);
        Assert.Equal(("How many?", "1,007", "3 + 4 = <<3+4=7>>7\n#### 1,007", 1), (question.Text, question.Expected, question.Solution, question.Line));
        Assert.Equal(question.Hash, question.Id);
        Assert.Matches("^[0-9a-f]{16}$", question.Hash);
    }

    [Fact]
    public void Math_has_subject_level_and_an_id_of_its_own()
    {
        Question question = Assert.Single(Files.Set(
            DatasetShape.Math,
            """{"problem":"x?","solution":"so \\boxed{5}","answer":"5","subject":"Algebra","level":3,"unique_id":"test/algebra/1.json"}""").Questions);
        Assert.Equal(("x?", "5", "so \\boxed{5}", "Algebra", "3", "test/algebra/1.json"),
            (question.Text, question.Expected, question.Solution, question.Subject, question.Level, question.Id));
    }

    [Theory]
    [InlineData("""{"Question":"Q","Correct Answer":"yes","Incorrect Answer 1":"no","Incorrect Answer 2":"maybe","Incorrect Answer 3":"never","Record ID":"rec1","Subdomain":"Optics","Further":[1]}""", "rec1")]
    [InlineData("""{"id":"rec1","question":"Q","correct":"yes","incorrect":["no","maybe","never"],"subject":"Optics"}""", "rec1")]
    public void Choices_are_read_in_Gpqas_words_and_in_plain_ones(string line, string id)
    {
        Question question = Assert.Single(Files.Set(DatasetShape.Choices, line).Questions);
        Assert.Equal(("Q", "yes", "Optics", id), (question.Text, question.Expected, question.Subject, question.Id));
        Assert.Equal(["no", "maybe", "never"], question.Incorrect);
    }

    [Fact]
    public void Choices_may_be_numbers() => Assert.Equal(
        ["1", "2", "3.5"],
        Assert.Single(Files.Set(DatasetShape.Choices, """{"Question":"Q","Correct Answer":4,"Incorrect Answer 1":1,"Incorrect Answer 2":2,"Incorrect Answer 3":3.5}""").Questions).Incorrect);

    [Fact]
    public void A_number_may_be_the_answer() =>
        Assert.Equal("2.50", Assert.Single(Files.Set(DatasetShape.Pairs, """{"prompt":"how much?","answer":2.50}""").Questions).Expected);

    [Theory]
    [InlineData("{", "no JSON at byte 2 of the line")]
    [InlineData("{} {}", "no JSON at byte 4 of the line")]
    [InlineData("[1]", "found a list; accepted: one JSON object a line")]
    [InlineData("", "the line is empty")]
    [InlineData("""{"prompt":"a"}""", "the field 'answer' is missing")]
    [InlineData("""{"prompt":7,"answer":"b"}""", "the field 'prompt' is a number; accepted: text")]
    [InlineData("""{"prompt":" ","answer":"b"}""", "the field 'prompt' says nothing")]
    [InlineData("""{"prompt":null,"answer":"b"}""", "the field 'prompt' is missing")]
    [InlineData("""{"prompt":"a","prompt":"b","answer":"c"}""", "the field 'prompt' stands there twice")]
    [InlineData("""{"prompt":"\ud800","answer":"c"}""", "the field 'prompt' is not UTF-8, or holds half a surrogate pair")]
    public void A_bad_line_is_refused_with_file_line_and_reason(string line, string reason)
    {
        string problem = Assert.Single(Files.Problems(() => Files.Set(DatasetShape.Pairs, Good, line)));
        Assert.StartsWith("set.jsonl:2: " + reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatasetShape.Gsm8k, """{"question":"q","answer":"just 5"}""", "does not end in '#### '")]
    [InlineData(DatasetShape.Gsm8k, """{"question":"q","answer":"5 #### "}""", "does not end in '#### '")]
    [InlineData(DatasetShape.Choices, """{"question":"q","correct":"a","incorrect":["b","a"]}""", "is the correct one, word for word")]
    [InlineData(DatasetShape.Choices, """{"question":"q","correct":"a","incorrect":[]}""", "a list of at least one text")]
    [InlineData(DatasetShape.Choices, """{"question":"q","correct":"a","incorrect":["b",3]}""", "the field 'incorrect[1]' is a number")]
    [InlineData(DatasetShape.Choices, """{"Question":"q","Correct Answer":"a","Incorrect Answer 1":"b","Incorrect Answer 2":"c"}""", "the field 'Incorrect Answer 3' is missing")]
    public void Each_shape_says_what_it_lacks(DatasetShape shape, string line, string reason) =>
        Assert.Contains(reason, Assert.Single(Files.Problems(() => Files.Set(shape, line))), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_UTF8_are_a_bad_line()
    {
        byte[] line = [.. """{"prompt":"a"""u8, 0xff, .. "\",\"answer\":\"b\"}\n"u8];
        Assert.Contains("set.jsonl:1: the field 'prompt' is not UTF-8", Files.Problems(() => QuestionFile.Parse(line, "set.jsonl", DatasetShape.Pairs, OnBadLine.Stop))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Skipped_lines_are_counted_and_the_others_keep_their_numbers()
    {
        QuestionSet set = Files.Set(DatasetShape.Pairs, OnBadLine.Skip, "{", Good, "[]", """{"prompt":"c","answer":"d"}""");
        Assert.Equal([2, 4], set.Questions.Select(question => question.Line));
        Assert.Equal([1, 3], set.Skipped.Select(line => line.Line));
    }

    [Fact]
    public void A_file_of_nothing_but_bad_lines_is_refused_even_when_they_are_skipped() =>
        Assert.Contains("set.jsonl: the file holds no question", Files.Problems(() => Files.Set(DatasetShape.Pairs, OnBadLine.Skip, "{", "[]")));

    [Fact]
    public void Of_many_bad_lines_the_first_are_named_and_the_rest_counted()
    {
        IReadOnlyList<string> problems = Files.Problems(() => Files.Set(DatasetShape.Pairs, [.. Enumerable.Repeat("{", 30)]));
        Assert.Equal(21, problems.Count);
        Assert.Equal("set.jsonl: and 10 further lines; --on-bad-line skip leaves bad lines out", problems[^1]);
    }

    [Fact]
    public void One_id_for_two_questions_is_a_mistake() => Assert.Equal(
        "set.jsonl:2: its id '7' is that of line 1",
        Assert.Single(Files.Problems(() => Files.Set(DatasetShape.Pairs, """{"id":7,"prompt":"a","answer":"b"}""", """{"id":"7","prompt":"c","answer":"d"}"""))));

    [Fact]
    public void A_question_that_stands_there_twice_is_asked_twice()
    {
        QuestionSet set = Files.Set(DatasetShape.Pairs, Good, Good);
        Assert.Equal(set.Questions[0].Hash, set.Questions[1].Hash);
        Assert.Equal(set.Questions[0].Id + "-2", set.Questions[1].Id);
    }

    [Fact]
    public void A_byte_order_mark_and_the_line_ends_of_Windows_are_let_be()
    {
        QuestionSet set = QuestionFile.Parse(Encoding.UTF8.GetBytes("\uFEFF" + Good + "\r\n" + """{"prompt":"c","answer":"d"}"""), "set.jsonl", DatasetShape.Pairs, OnBadLine.Stop);
        Assert.Equal(["2", "d"], set.Questions.Select(question => question.Expected));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Equal("/no/such/file.jsonl: the file does not exist", Assert.Single(Files.Problems(() => QuestionFile.Read("/no/such/file.jsonl", DatasetShape.Pairs, OnBadLine.Stop))));
}
