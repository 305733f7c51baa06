namespace LoadGen.Launching.Supervising;

/// <summary>Who descends from whom.</summary>
public static class ProcessTree
{
    /// <summary>All descendants of a process, without itself, parents before children.</summary>
    public static IReadOnlyList<ProcessStat> Below(int pid, IReadOnlyList<ProcessStat> all)
    {
        ILookup<int, ProcessStat> children = all.ToLookup(stat => stat.Parent);
        var found = new List<ProcessStat>();
        var waiting = new Queue<int>([pid]);
        while (waiting.TryDequeue(out int parent))
        {
            foreach (ProcessStat child in children[parent])
            {
                if (child.Identity.Pid != pid && child.Identity.Pid != parent)
                {
                    found.Add(child);
                    waiting.Enqueue(child.Identity.Pid);
                }
            }
        }

        return found;
    }
}
