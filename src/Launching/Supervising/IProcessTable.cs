namespace LoadGen.Launching.Supervising;

/// <summary>The processes of this host, and signals to them.</summary>
public interface IProcessTable
{
    /// <summary>All of them.</summary>
    IReadOnlyList<ProcessStat> ReadAll();

    /// <summary>One of them; null once it is gone.</summary>
    ProcessStat? Read(int pid);

    /// <summary>Whether it has a GPU's device open. False too where that cannot be seen.</summary>
    bool HoldsGpu(int pid);

    /// <summary>Its command line, blanks between the words; empty once it is gone.</summary>
    string CommandOf(int pid);

    /// <summary>The paths of its control groups, as seen from this process's; none once it is gone.</summary>
    string[] CgroupsOf(int pid);

    /// <summary>The value of a variable that it was started with; null where it has none, or where that cannot be seen.</summary>
    string? VariableOf(int pid, string name);

    /// <summary>Sends a signal to this very process: never to another that has come by its pid.</summary>
    /// <returns>False when it is gone.</returns>
    bool Signal(ProcessIdentity process, int signal);
}
