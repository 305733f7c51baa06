using LoadGen.Tidy.Reading;

namespace LoadGen.Tidy.Rules;

public class FormattingTests
{
    private const int LinesMax = 500;

    // Written by tools, or test data that must keep its bytes.
    private static readonly string[] s_written = [".json", ".sln", ".svg", ".html", ".js"];

    [Fact]
    public void Every_file_ends_with_a_newline() => Finding.AssertNone(Handwritten()
        .Where(file => file.Text.Length > 0 && !file.Text.EndsWith('\n'))
        .Select(file => new Finding(file.Path, file.Lines.Length, "no newline at the end")));

    [Fact]
    public void No_file_ends_with_blank_lines() => Finding.AssertNone(Handwritten()
        .Where(file => file.Text.EndsWith("\n\n", StringComparison.Ordinal))
        .Select(file => new Finding(file.Path, file.Lines.Length, "blank lines at the end")));

    [Fact]
    public void No_tabs_and_no_carriage_returns() => Finding.AssertNone(
        Lines().Where(line => line.Text.AsSpan().ContainsAny('\t', '\r'))
            .Select(line => new Finding(line.File.Path, line.Number, "a tab or carriage return")));

    [Fact]
    public void No_trailing_blanks() => Finding.AssertNone(
        Lines().Where(line => !line.File.Path.EndsWith(".md", StringComparison.Ordinal) && line.Text.EndsWith(' '))
            .Select(line => new Finding(line.File.Path, line.Number, "trailing blanks")));

    [Fact]
    public void A_file_is_one_thing() => Finding.AssertNone(Handwritten()
        .Where(file => !file.Path.EndsWith(".md", StringComparison.Ordinal) && file.Lines.Length > LinesMax)
        .Select(file => new Finding(file.Path, LinesMax, $"{file.Lines.Length} lines, more than {LinesMax}: split it")));

    private static IEnumerable<SourceFile> Handwritten() =>
        Repository.Files.Where(file => !s_written.Contains(Path.GetExtension(file.Path)));

    private static IEnumerable<(SourceFile File, int Number, string Text)> Lines() =>
        Handwritten().SelectMany(file => file.Lines.Select((text, index) => (file, index + 1, text)));
}
