using System.Text.RegularExpressions;
using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

public partial class CodeHygieneTests
{
    // Spelt apart, so that this file passes its own test.
    private static readonly Regex s_leftover = new(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b");

    [Fact]
    public void Nothing_is_left_for_later() => Finding.AssertNone(
        from file in Repository.Files
        where !file.Path.EndsWith(".json", StringComparison.Ordinal)
        from Match match in s_leftover.Matches(file.Text)
        select file.At(match.Index, $"{match.Value}: do it, or file an issue"));

    [Fact]
    public void No_exception_is_swallowed_in_silence() => Finding.AssertNone(
        from file in Repository.CSharp
        from Match match in Catch().Matches(file.Code)
        let body = match.Groups["body"]
        where string.IsNullOrWhiteSpace(file.Text.AsSpan(body.Index, body.Length).ToString())
        select file.At(match.Index, "an empty catch: handle it, or say in a comment why nothing is right"));

    [Fact]
    public void A_warning_is_switched_off_with_its_reason() => Finding.AssertNone(
        from file in Repository.CSharp
        from Match match in WarningOff().Matches(file.Text)
        where !match.Value.Contains("//", StringComparison.Ordinal)
        select file.At(match.Index, "say why on the same line: #pragma warning disable … // reason"));

    [Fact]
    public void Public_members_of_rooms_stay_documented() => Finding.AssertNone(
        from file in Repository.Files
        where file.Path.StartsWith("src/", StringComparison.Ordinal)
            && (file.Path.EndsWith(".csproj", StringComparison.Ordinal) || file.Path.EndsWith(".cs", StringComparison.Ordinal))
        from Match match in Undocumented().Matches(file.Text)
        select file.At(match.Index, "document the member instead"));

    [GeneratedRegex(@"\bcatch\b[^{};]*\{(?<body>\s*)\}")]
    private static partial Regex Catch();

    [GeneratedRegex(@"^[ ]*#pragma warning disable.*$", RegexOptions.Multiline)]
    private static partial Regex WarningOff();

    [GeneratedRegex("CS1591")]
    private static partial Regex Undocumented();
}
