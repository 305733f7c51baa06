namespace LoadGen.Tidy.Reading;

public class CSharpCodeTests
{
    [Theory]
    [InlineData("a; // b\nc", "a;     \nc")]
    [InlineData("a /* b\n c */ d", "a     \n      d")]
    [InlineData("x = \"a // b\"; y", "x = \"      \"; y")]
    [InlineData("x = \"a\\\"b\"; y", "x = \"    \"; y")]
    [InlineData("x = @\"a\\\"; y", "x = @\"  \"; y")]
    [InlineData("x = @\"a\"\"b\"; y", "x = @\"    \"; y")]
    [InlineData("x = \"\"; y", "x = \"\"; y")]
    [InlineData("x = \"\"\"a \"q\" b\"\"\"; y", "x = \"\"\"       \"\"\"; y")]
    [InlineData("x = $\"a{b(\"c\")}d\"; y", "x = $\" {b(\" \")} \"; y")]
    [InlineData("x = $\"a{{b\"; y", "x = $\"    \"; y")]
    [InlineData("x = $$\"\"\"a{b}{{c}}\"\"\"; y", "x = $$\"\"\"    {{c}}\"\"\"; y")]
    [InlineData("x = '\"'; y = '\\''; z", "x = ' '; y = '  '; z")]
    [InlineData("\"abc\"u8; y", "\"   \"u8; y")]
    public void Comments_and_literals_become_blanks(string text, string expected) =>
        Assert.Equal(expected, CSharpCode.Blank(text));

    [Fact]
    public void Every_file_of_the_repository_keeps_its_length_and_its_lines() =>
        Assert.All(Repository.CSharp, file =>
        {
            Assert.Equal(file.Text.Length, file.Code.Length);
            Assert.Equal(file.Lines.Length, file.Code.Split('\n').Length);
        });

    [Fact]
    public void Every_file_of_the_repository_has_balanced_braces_outside_literals() =>
        Assert.All(Repository.CSharp, file => Assert.Equal(file.Code.Count(c => c == '{'), file.Code.Count(c => c == '}')));
}
