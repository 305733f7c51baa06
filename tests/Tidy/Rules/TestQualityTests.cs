using System.Text.RegularExpressions;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

public partial class TestQualityTests
{
    [Fact]
    public void Every_test_asserts_something() => Finding.AssertNone(
        from project in Repository.CSharpUnder("tests").GroupBy(file => file.Path.Split('/')[1])
        let asserting = AssertingHelpers(project)
        from file in project
        from method in TestMethod.ReadAll(file)
        where method.IsTest && !Asserts(method.Body) && !Calls(method.Body).Any(asserting.Contains)
        select file.At(method.Position, $"{method.Name} asserts nothing"));

    [Fact]
    public void No_test_is_skipped() => Finding.AssertNone(
        from file in Repository.CSharpUnder("tests")
        from Match match in Skipped().Matches(file.Code)
        select file.At(match.Index, "make it pass, or delete it with what it tests"));

    [Fact]
    public void No_test_is_made_inactive() => Finding.AssertNone(
        from file in Repository.CSharp
        from Match match in Inactive().Matches(file.Code)
        select file.At(match.Index, "code that is switched off is not tested: delete it"));

    // A test may leave the assertion to a helper of its project, which may leave it to another.
    private static HashSet<string> AssertingHelpers(IEnumerable<SourceFile> project)
    {
        TestMethod[] methods = [.. project.SelectMany(TestMethod.ReadAll)];
        HashSet<string> asserting = [.. methods.Where(method => Asserts(method.Body)).Select(method => method.Name)];
        int before;
        do
        {
            before = asserting.Count;
            asserting.UnionWith(methods.Where(method => Calls(method.Body).Any(asserting.Contains)).Select(method => method.Name));
        }
        while (asserting.Count > before);
        return asserting;
    }

    private static bool Asserts(string body) => Assertion().IsMatch(body);

    private static IEnumerable<string> Calls(string body) => Call().Matches(body).Select(match => match.Groups["name"].Value);

    // FsCheck's checks throw when a property is falsified.
    [GeneratedRegex(@"\bAssert\.|\b(Quick|Verbose)(Check)?ThrowOnFailure\b")]
    private static partial Regex Assertion();

    [GeneratedRegex(@"\b(?<name>[A-Z]\w*)\s*(<[^<>()]*>)?\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"\[(Fact|Theory|InlineData|MemberData|ClassData)[^\]]*\bSkip\w*\s*=|\bAssert\.Skip\w*\(")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"^[ ]*#if[ ]+false\b", RegexOptions.Multiline)]
    private static partial Regex Inactive();
}
