using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Tests.Support;

/// <summary>Programs that answer what a test says, and remember what they were called with.</summary>
internal sealed class FakePrograms : IPrograms
{
    private readonly List<(string Begins, ProgramResult Result)> _answers = [];

    public List<string> Calls { get; } = [];

    public HashSet<string> Missing { get; } = [];

    /// <summary>Answers a call whose words, with blanks between, begin so.</summary>
    public FakePrograms Answers(string begins, string stdout, int exitCode = 0, string stderr = "")
    {
        _answers.Add((begins, new ProgramResult(exitCode, stdout, stderr)));
        return this;
    }

    public string? Find(string name) => Missing.Contains(name) ? null : $"/usr/bin/{name}";

    public Task<ProgramResult> RunAsync(IReadOnlyList<string> words, TimeSpan limit, CancellationToken cancellation)
    {
        string call = string.Join(' ', words);
        Calls.Add(call);
        if (Missing.Contains(words[0]))
        {
            throw new ProgramException($"'{words[0]}' is not installed, or its folder is not on PATH");
        }

        (string Begins, ProgramResult Result)? answer = _answers.Where(answer => call.StartsWith(answer.Begins, StringComparison.Ordinal)).Select(answer => ((string, ProgramResult)?)answer).FirstOrDefault();
        return Task.FromResult(answer?.Result ?? new ProgramResult(0, "", ""));
    }
}
