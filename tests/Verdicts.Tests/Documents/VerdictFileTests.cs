using System.Text;
using System.Xml.Linq;
using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Judging;
using static LoadGen.Verdicts.Tests.Support.SampleRuns;

namespace LoadGen.Verdicts.Tests.Documents;

public sealed class VerdictFileTests
{
    private static readonly string[] s_objectives = ["ttft, percentile: 99, max: 200ms", "error_rate, max: 1%", "availability, min: 99%, window: 1s", "e2e, mean: true, max: 10s"];

    [Fact]
    public void A_verdict_that_was_written_is_read_back_field_for_field()
    {
        VerdictDocument document = Mixed();
        byte[] json = Bytes(document);
        VerdictDocument read = VerdictFile.Parse(json, "verdict.json");
        Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(Bytes(read)));
        Assert.Equal(document.Objectives, read.Objectives);
        Assert.Equal(document.Worst, read.Worst);
        Assert.Equal(document.Looks, read.Looks);
        Assert.Equal(document.Requests, read.Requests);
    }

    [Fact]
    public void Its_fields_are_snake_case_and_verdicts_are_words()
    {
        string json = Encoding.UTF8.GetString(Bytes(Mixed()));
        Assert.Contains("\"schema\": \"loadgen.verdict\"", json, StringComparison.Ordinal);
        Assert.Contains("\"verdict\": \"not_enough_evidence\"", json, StringComparison.Ordinal);
        Assert.Contains("\"verdict\": \"fail\"", json, StringComparison.Ordinal);
        Assert.Contains("\"name\": \"ttft p99 ≤ 200 ms\"", json, StringComparison.Ordinal);
        Assert.Contains("\"pass_chance_max\": 0.01", json, StringComparison.Ordinal);
        Assert.EndsWith("}\n", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "v.json: found null; accepted: a verdict.json")]
    [InlineData("{}", "v.json:1: no verdict.json (")]
    [InlineData("{\n\"schema\": 3", "v.json:2: no verdict.json (")]
    [InlineData("oops", "v.json:1: no verdict.json (")]
    public void What_is_no_verdict_is_refused(string text, string message)
    {
        var refused = Assert.Throws<VerdictException>(() => VerdictFile.Parse(Encoding.UTF8.GetBytes(text), "v.json"));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verdict_of_another_version_is_refused()
    {
        byte[] json = Bytes(Mixed() with { SchemaVersion = 9 });
        Assert.Equal("v.json: its schema is loadgen.verdict 9; accepted: loadgen.verdict 1", Assert.Throws<VerdictException>(() => VerdictFile.Parse(json, "v.json")).Message);
    }

    [Fact]
    public void JUnit_has_a_case_for_each_objective()
    {
        XElement suites = JUnit(Mixed());
        Assert.Equal(("4", "1", "1", "0"), (Value(suites, "tests"), Value(suites, "failures"), Value(suites, "errors"), Value(suites, "skipped")));
        XElement[] cases = [.. suites.Element("testsuite")!.Elements("testcase")];
        Assert.Equal(["ttft p99 ≤ 200 ms", "error_rate ≤ 1%", "availability ≥ 99% of windows of 1 s", "e2e mean ≤ 10000 ms"], cases.Select(one => Value(one, "name")));
        Assert.All(cases, one => Assert.Equal("sla", Value(one, "classname")));
        Assert.StartsWith("50 of 1,000 requests over 200 ms", Value(cases[0].Element("failure")!, "message"), StringComparison.Ordinal);
        Assert.NotNull(cases[1].Element("system-out"));
        Assert.Equal("not_enough_evidence", Value(cases[2].Element("error")!, "type"));
    }

    [Fact]
    public void JUnit_of_an_invalid_measurement_has_an_error_that_says_so()
    {
        VerdictDocument document = SlaJudge.Judge(Sla("error_rate, max: 1%"), Run(900), new RunFacts { InvalidReasons = ["late \u0001 <client>"] });
        XElement suites = JUnit(document);
        Assert.Equal(("2", "0", "1"), (Value(suites, "tests"), Value(suites, "failures"), Value(suites, "errors")));
        Assert.Equal("late   <client>", Value(suites.Descendants("error").Single(), "message"));
    }

    [Fact]
    public void The_table_says_the_verdict_and_each_objectives_why()
    {
        using var output = new StringWriter();
        VerdictTable.Write(Mixed(), output);
        string[] lines = output.ToString().Split('\n');
        Assert.Equal("sla: FAIL (99% confidence): 1 of 4 objectives is broken: ttft p99 ≤ 200 ms", lines[0]);
        Assert.Matches("^  fail  ttft p99 ≤ 200 ms +300.0 ms  +50 of 1,000 requests over 200 ms: 5%, at least 3", lines[1]);
        Assert.Matches("^  pass  error_rate ≤ 1% +0% +0 of 1,000 requests failed; up to 2 would pass$", lines[2]);
        Assert.Matches(@"^  \?     availability ≥ 99% of windows of 1 s +100% +0 of 100 windows down: 0%; about 359 more windows", lines[3]);
        Assert.Equal("  judged 1,000 of 1,000 requests", lines[5]);
        Assert.Equal("  goodput: 950 requests met every objective, 95%, 9.5 a second", lines[6]);
        Assert.StartsWith("  worst requests: 0 (1.50 × the bound of ttft p99 ≤ 200 ms), 20 (", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_says_what_was_left_out()
    {
        VerdictDocument document = Mixed() with { Requests = new RequestCounts(2000, 1000, 1, 200, 300, 40, 50, 409), StoppedEarly = true, Notes = ["mind the gap"] };
        using var output = new StringWriter();
        VerdictTable.Write(document, output);
        Assert.Contains(
            "  judged 1,000 of 2,000 requests; left out: 200 before steady state, 40 warm-up, 300 after steady state, 1 never sent, 50 due after the run was cut short, 409 after the verdict was certain; certain before the run's end\n",
            output.ToString(), StringComparison.Ordinal);
        Assert.Contains("  note: mind the gap\n", output.ToString(), StringComparison.Ordinal);
    }

    private static VerdictDocument Mixed() => SlaJudge.Judge(
        Sla(s_objectives), Run(1000, i => Good(i, ttftMs: i % 20 == 0 ? 300 : 100 + (i % 13))), new RunFacts(), new JudgeOptions { StopEarly = false });

    private static byte[] Bytes(VerdictDocument document)
    {
        using var stream = new MemoryStream();
        VerdictFile.Write(document, stream);
        return stream.ToArray();
    }

    private static XElement JUnit(VerdictDocument document)
    {
        using var stream = new MemoryStream();
        JUnitReport.Write(document, stream);
        return XElement.Parse(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string Value(XElement element, string name) => element.Attribute(name)!.Value;
}
