namespace LoadGen.Tokenization.Pipeline;

/// <summary>Workspaces between calls: as many as there are cores, given and taken by exchange, without a lock.</summary>
internal sealed class WorkspacePool(TokenizerParts parts)
{
    private readonly Workspace?[] _free = new Workspace?[Environment.ProcessorCount];

    public Workspace Rent()
    {
        // A thread comes back to the same place, where its cache of pieces is warm.
        int first = Thread.GetCurrentProcessorId() % _free.Length;
        for (int i = 0; i < _free.Length; i++)
        {
            ref Workspace? place = ref _free[(first + i) % _free.Length];
            if (place is not null && Interlocked.Exchange(ref place, null) is { } workspace)
            {
                return workspace;
            }
        }

        return new Workspace(parts);
    }

    public void Return(Workspace workspace)
    {
        workspace.Ids.Clear();
        if (!workspace.IsKept)
        {
            return;
        }

        int first = Thread.GetCurrentProcessorId() % _free.Length;
        for (int i = 0; i < _free.Length; i++)
        {
            ref Workspace? place = ref _free[(first + i) % _free.Length];
            if (place is null && Interlocked.CompareExchange(ref place, workspace, null) is null)
            {
                return;
            }
        }
    }
}
