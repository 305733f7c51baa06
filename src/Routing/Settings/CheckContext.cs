using LoadGen.Configuration;

namespace LoadGen.Routing.Settings;

/// <summary>What a check looks at, and where it says what is wrong.</summary>
internal sealed record CheckContext(RouterSettings Settings, ProblemList Problems, SettingsRules Rules, string Folder)
{
    /// <summary>The pools that the file has, with their paths.</summary>
    public IEnumerable<(string Path, Workers.WorkerRole Role, PoolSection Pool)> Pools
    {
        get
        {
            PoolsSection pools = Settings.Pools;
            (string, Workers.WorkerRole, PoolSection?)[] all =
            [
                ("pools.prefill", Workers.WorkerRole.Prefill, pools.Prefill),
                ("pools.decode", Workers.WorkerRole.Decode, pools.Decode),
                ("pools.workers", Workers.WorkerRole.Both, pools.Workers),
            ];
            foreach ((string path, Workers.WorkerRole role, PoolSection? pool) in all)
            {
                if (pool is not null)
                {
                    yield return (path, role, pool);
                }
            }
        }
    }

    public void Add(string path, string message) => Problems.Add(path, message);

    /// <summary>Says it when a name is none of those known.</summary>
    public bool IsOneOf(string path, string name, IEnumerable<string> known)
    {
        if (known.Contains(name))
        {
            return true;
        }

        string hint = Spelling.Nearest(name, known) is { } nearest ? $"did you mean '{nearest}'? " : "";
        Add(path, $"found '{name}'; {hint}accepted: {string.Join(", ", known)}");
        return false;
    }
}
