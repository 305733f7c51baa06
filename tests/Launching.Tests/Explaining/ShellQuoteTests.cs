using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Launching.Explaining;

namespace LoadGen.Launching.Tests.Explaining;

public class ShellQuoteTests
{
    [Theory]
    [InlineData("", "''")]
    [InlineData("plain-1.0/x:y=z,%@+_", "plain-1.0/x:y=z,%@+_")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("~", "'~'")]
    [InlineData("{\"a\":1}", "'{\"a\":1}'")]
    public void A_word_is_quoted_where_it_must_be(string word, string quoted) => Assert.Equal(quoted, ShellQuote.Word(word));

    [Fact]
    public void An_assignment_stays_one() => Assert.Equal("A='x y'", ShellQuote.Assignment("A", "x y"));

    [Fact]
    public async Task A_shell_reads_back_every_word()
    {
        string[] words = [.. Words(), "\n", "'", "''", "\\", "*", "#x", "-n", "é ü 漢", "a=b c", "`id`", "!1"];
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"printf '%s\\0' {ShellQuote.Line(words)}"]) { RedirectStandardOutput = true })!;
        string output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(words, output.Split('\0')[..^1]);
    }

    // A word cannot hold a NUL, and lone surrogates are no text.
    private static IEnumerable<string> Words() => ArbMap.Default.GeneratorFor<NonNull<string>>().Sample(200, 30)
        .Select(word => string.Concat(word.Get.Where(c => c != '\0' && !char.IsSurrogate(c))));
}
