namespace LoadGen.EndToEnd.Support;

/// <summary>What a process left behind.</summary>
internal sealed record Finished(int ExitCode, string Stdout, string Stderr)
{
    /// <summary>Lines of standard error that are the program's own word to the user.</summary>
    public IReadOnlyList<string> Messages => [.. Lines(Stderr).Where(line => line.StartsWith("loadgen: ", StringComparison.Ordinal))];

    /// <summary>Asserts the exit code; a failure shows all output.</summary>
    public Finished Exits(int code)
    {
        Assert.True(code == ExitCode, $"exit code {ExitCode} instead of {code}\n{this}");
        return this;
    }

    /// <summary>Asserts that exactly one message was given and that it holds all of <paramref name="fragments"/>.</summary>
    public Finished Says(params string[] fragments)
    {
        Assert.True(Messages.Count == 1, $"{Messages.Count} messages instead of one\n{this}");
        foreach (string fragment in fragments)
        {
            Assert.True(Messages[0].Contains(fragment, StringComparison.Ordinal), $"the message lacks '{fragment}'\n{this}");
        }

        return this;
    }

    /// <summary>Asserts bad usage: exit 2, one message with the fragments, the hint where help is, and nothing on standard output.</summary>
    public void RefusesUsage(string command, params string[] fragments)
    {
        Exits(Loadgen.Usage).Says(fragments);
        Assert.Equal([Messages[0], $"See loadgen {command} --help"], Lines(Stderr));
        Assert.Equal("", Stdout);
    }

    public override string ToString() => $"exit code: {ExitCode}\n--- standard output\n{Stdout}\n--- standard error\n{Stderr}";

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
