using System.Text.RegularExpressions;
using LoadGen.EndToEnd.Support;

namespace LoadGen.EndToEnd.Usage;

public partial class HelpTests
{
    [Theory]
    [InlineData("bench", "loadgen bench --url http")]
    [InlineData("simulate", "loadgen simulate --port 8000")]
    [InlineData("hlog", "loadgen hlog results/")]
    [InlineData("demo", "loadgen demo --output")]
    [InlineData("calibrate", "loadgen calibrate --server-cores")]
    [InlineData("skus", "loadgen skus --detect")]
    [InlineData("eval", "loadgen eval gsm8k --url")]
    [InlineData("check", "loadgen check sla.yaml --url")]
    [InlineData("tokenize", "loadgen tokenize prompt.txt --tokenizer")]
    [InlineData("watch", "loadgen watch configs/watches/example.yaml")]
    public async Task Help_of_a_command_shows_examples(string command, string example)
    {
        Finished help = (await Loadgen.RunAsync(command, "--help")).Exits(Loadgen.Ok);
        Assert.Contains("Example", help.Stdout, StringComparison.Ordinal);
        Assert.Contains(example, help.Stdout, StringComparison.Ordinal);
        Assert.Equal("", help.Stderr);
    }

    [Fact]
    public async Task Help_lists_the_commands_and_the_first_one_to_run()
    {
        Finished help = (await Loadgen.RunAsync("--help")).Exits(Loadgen.Ok);
        Assert.All(["bench", "simulate", "hlog", "demo", "calibrate", "skus", "tokenize", "Start with: loadgen demo"], text => Assert.Contains(text, help.Stdout, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_arguments_show_the_help_and_count_as_bad_usage()
    {
        Finished help = await Loadgen.RunAsync("--help");
        Finished nothing = (await Loadgen.RunAsync()).Exits(Loadgen.Usage);
        Assert.Equal(help.Stdout, nothing.Stdout);
        Assert.Equal("", nothing.Stderr);
    }

    [Fact]
    public async Task The_version_names_commit_and_framework()
    {
        Finished version = (await Loadgen.RunAsync("--version")).Exits(Loadgen.Ok);
        Assert.Matches(VersionLine(), version.Stdout);
        Assert.Equal("", version.Stderr);
    }

    [GeneratedRegex(@"^loadgen \d+\.\d+\.\d+ \(commit [0-9a-f]{7,40}(-dirty)?, \.NET \d+\.\d+\.\d+\)\n$")]
    private static partial Regex VersionLine();
}
