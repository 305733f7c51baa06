using LoadGen.Launching.Programs;

namespace LoadGen.Launching.Executors;

/// <summary>What Slurm says of a job.</summary>
/// <param name="programs">Where Slurm's commands are found.</param>
internal sealed class SlurmJob(IPrograms programs)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    // A job in one of these will not come to run any more.
    private static readonly string[] s_over = ["BOOT_FAIL", "CANCELLED", "COMPLETED", "COMPLETING", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "TIMEOUT"];

    /// <summary>Looks for the job of a launch.</summary>
    /// <returns>Its id and its nodes once it runs; null before.</returns>
    public async Task<(string Id, string Nodes)?> FindAsync(string name, CancellationToken cancellation)
    {
        string text = await AskAsync(["squeue", "--noheader", $"--name={name}", "--states=all", "--format=%A|%T|%N|%r"], cancellation);
        string[] fields = text.Split('\n')[0].Split('|');
        if (fields.Length < 4)
        {
            return null;
        }

        return fields[1] switch
        {
            "RUNNING" => (fields[0].Trim(), fields[2].Trim()),
            _ when s_over.Contains(fields[1]) => throw new LaunchException(LaunchError.NotReady, $"the Slurm job {fields[0].Trim()} is {fields[1]} before it began ({fields[3].Trim()}): sacct -j {fields[0].Trim()} says more"),
            _ => null,
        };
    }

    /// <summary>The nodes of a job one is in.</summary>
    public async Task<string> NodesOfAsync(string job, CancellationToken cancellation) =>
        (await AskAsync(["squeue", "--noheader", $"--jobs={job}", "--format=%N"], cancellation)).Trim();

    /// <summary>A list such as <c>gpu[01-02]</c>, node by node, each with its address.</summary>
    public async Task<IReadOnlyList<NodePlace>> ResolveAsync(string nodes, CancellationToken cancellation)
    {
        string names = await AskAsync(["scontrol", "show", "hostnames", nodes], cancellation);
        var places = new List<NodePlace>();
        foreach (string name in names.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string about = await AskAsync(["scontrol", "show", "node", name, "--oneliner"], cancellation);
            string? address = about.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
                .FirstOrDefault(field => field.StartsWith("NodeAddr=", StringComparison.Ordinal))?["NodeAddr=".Length..];
            places.Add(new NodePlace(name, address ?? name));
        }

        return places;
    }

    /// <summary>The id of a running step, such as <c>123.4</c>; null while there is none of the name.</summary>
    public async Task<string?> StepAsync(string job, string name, CancellationToken cancellation)
    {
        string text = await AskAsync(["squeue", "--noheader", "--steps", $"--jobs={job}", "--format=%i|%j"], cancellation);
        return text.Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split('|'))
            .FirstOrDefault(fields => fields.Length == 2 && fields[1] == name)?[0];
    }

    /// <summary>The answer of a command that must not fail.</summary>
    public async Task<string> AskAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        ProgramResult result;
        try
        {
            result = await programs.RunAsync(words, s_limit, cancellation);
        }
        catch (ProgramException e)
        {
            throw new LaunchException(LaunchError.NotReady, $"Slurm: {e.Message}", null, e);
        }

        return result.ExitCode == 0 ? result.Stdout : throw new LaunchException(LaunchError.NotReady, $"'{string.Join(' ', words)}' failed: {result.Complaint}");
    }
}
