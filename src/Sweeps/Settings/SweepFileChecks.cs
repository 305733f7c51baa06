using LoadGen.Configuration;

namespace LoadGen.Sweeps.Settings;

/// <summary>What shows in the file alone, before anything is planned.</summary>
internal static class SweepFileChecks
{
    // As long as a folder's name may be in most file systems, less what is put behind it.
    private const int NameMax = 100;

    public static void Check(SweepFile file, ProblemList problems)
    {
        Name(problems, "name", file.Name);
        if (file.Defaults.Name is not null)
        {
            problems.Add("defaults.name", "names are of one configuration each: give it there");
        }

        ConfigurationChecks.Check(file.Defaults, "defaults", problems);
        if (file.Configurations.Count == 0)
        {
            problems.Add("configurations", "found an empty list; accepted: at least one configuration");
        }

        for (int i = 0; i < file.Configurations.Count; i++)
        {
            string path = $"configurations[{i}]";
            ConfigurationSection own = file.Configurations[i];
            Name(problems, $"{path}.name", own.Name);
            ConfigurationChecks.Check(own, path, problems);
            Whole(own, file.Defaults, path, problems);
        }
    }

    // What a configuration must have in the end, from itself or from the defaults.
    private static void Whole(ConfigurationSection own, ConfigurationSection defaults, string path, ProblemList problems)
    {
        ConfigurationSection all = ConfigurationMerge.Over(defaults, own);
        if (all.Recipe is null && all.Url is null)
        {
            problems.Add(path, "nothing says what is measured; accepted: recipe, or the url of an engine that runs");
        }

        if (all.Recipe is not null && (all.SearchSpace ?? []).Any(space => (space.Gpus ?? space.Prefill?.Gpus ?? space.Decode?.Gpus) is not null))
        {
            problems.Add(path, "gpus tells of an engine that is given by its url; a recipe's are those that it places");
        }

        foreach ((string key, bool isThere) in ((string, bool)[])[("scenarios", all.Scenarios is not null), ("search_space", all.SearchSpace is not null)])
        {
            if (!isThere)
            {
                problems.Add(path, $"the key '{key}' is missing, here and in defaults");
            }
        }

        if (all is { Url: not null, Recipe: null })
        {
            foreach ((string key, bool isThere) in ((string, bool)[])[("sku", all.Sku is not null), ("framework", all.Framework is not null), ("model", all.Model is not null), ("precision", all.Precision is not null)])
            {
                if (!isThere)
                {
                    problems.Add(path, $"the key '{key}' is missing: no recipe says it of an engine that is given by its url");
                }
            }
        }

        if (all is { Scenarios: { } scenarios, SearchSpace: { } spaces } && scenarios.Any(scenario => scenario.Trace is null) && spaces.Any(space => space is { ConcStart: null, ConcList: null, RateList: null }))
        {
            problems.Add(path, "a search space without concurrencies is for traces alone; accepted: conc_start and conc_end, or conc_list, or rate_list");
        }

        if ((all.SearchSpace ?? []).Any(space => space.RateList is not null))
        {
            if ((all.Scenarios ?? []).Any(scenario => scenario.Sessions is not null))
            {
                problems.Add(path, "rate_list is for single requests: sessions begin at --session-rate (load.bench)");
            }

            if ((all.Scenarios ?? []).Any(scenario => scenario.Trace is not null))
            {
                problems.Add(path, "rate_list is for lengths: a trace has times of its own (trace_speed)");
            }

            if (all.Load.DurationS is null)
            {
                problems.Add(path, "rate_list needs load.duration_s: for how long requests are started, such as 300");
            }
        }
    }

    /// <summary>A name that folders are named by.</summary>
    public static void Name(ProblemList problems, string path, string? name)
    {
        if (name is not null && (Slug.Of(name) != name || name.Length > NameMax))
        {
            problems.Add(path, $"found '{name}', which folders are named by; accepted: at most {NameMax} of a-z, 0-9, '.', '_' and '-', a letter or digit first");
        }
    }
}
