namespace LoadGen.Launching.Executors;

/// <summary>One launch: what its things are named by, and where its files lie.</summary>
/// <param name="Id">Unique: eight hexadecimal digits. No container, job or step of anyone else's bears it.</param>
/// <param name="Folder">The run's folder, a full path.</param>
public sealed record RunPlace(string Id, string Folder)
{
    /// <summary>The variable that marks every process of a launch: which is how those that have cut all ties are known.</summary>
    public const string MarkVariable = "LOADGEN_LAUNCH";

    /// <summary>The name of a worker's container, or its step.</summary>
    public string NameOf(string worker) => $"loadgen-{Id}-{worker}";

    /// <summary>The mark of a process and all that comes of it.</summary>
    public string MarkOf(string process) => $"{Id}/{process}";

    /// <summary>The mark of the command that runs while the launch of that id serves.</summary>
    public static string CommandMark(string launch) => $"{launch}/command";

    /// <summary>The Slurm job's name.</summary>
    public string JobName => $"loadgen-{Id}";

    /// <summary>The folder of a worker's generated files, as the host sees it.</summary>
    public string FilesOf(string process) => Path.Combine(Folder, "files", process);

    /// <summary>The log of a process.</summary>
    public string LogOf(string process) => Path.Combine(Folder, process + ".log");
}
