using System.Text.RegularExpressions;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

/// <summary>A method of a test project, as far as a regular expression and counted braces find it.</summary>
public sealed partial record TestMethod(string Name, int Position, string Body, bool IsTest)
{
    public static IEnumerable<TestMethod> ReadAll(SourceFile file) =>
        from Match match in Declaration().Matches(file.Code)
        let body = match.Value.EndsWith('{')
            ? BodyAt(file.Code, match.Index + match.Length - 1, end: '}')
            : BodyAt(file.Code, match.Index + match.Length, end: ';')
        select new TestMethod(
            match.Groups["name"].Value,
            match.Groups["name"].Index,
            body,
            TestAttribute().IsMatch(match.Groups["attributes"].Value));

    // From an opening brace to the one that closes it, or an expression up to its semicolon.
    private static string BodyAt(string code, int start, char end)
    {
        int depth = 0;
        for (int i = start; i < code.Length; i++)
        {
            depth += code[i] switch { '{' or '(' or '[' => 1, '}' or ')' or ']' => -1, _ => 0 };
            if (depth == 0 && code[i] == end)
            {
                return code[start..i];
            }
        }

        return code[start..];
    }

    // [attributes] modifiers type Name<T>(parameters) where …  then { or =>
    [GeneratedRegex(
        @"(?<attributes>(\[[^\[\]]*(\[[^\[\]]*\][^\[\]]*)*\]\s*)*)(public|private|internal|protected)\s[\w\s<>\[\]?,.()]*?" +
        @"\b(?<name>\w+)\s*(<[\w\s,]+>)?\s*\([^{};]*?\)\s*(where [^{};=]*)?(\{|=>)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b(Fact|Theory|Property)\b")]
    private static partial Regex TestAttribute();
}
