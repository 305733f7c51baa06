namespace LoadGen.Launching.Plans;

/// <summary>Which names of variables, arguments and options say that their value is a secret.</summary>
public static class SecretName
{
    // As last words: HF_TOKEN is a secret, and HF_TOKEN_PATH, MAX_TOKENS and TOKENS_PER_RANK are settings.
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        "TOKEN", "KEY", "APIKEY", "SECRET", "SECRETS", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "CREDENTIALS",
    };

    /// <summary>Whether the name's last word, between dashes, underscores and dots, is one for secrets.</summary>
    public static bool Is(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] words = name.Split(['-', '_', '.']);
        // --api-keys takes several of them.
        return s_words.Contains(words[^1])
            || (words.Length > 1 && words[^1].Equals("KEYS", StringComparison.OrdinalIgnoreCase) && words[^2].Equals("API", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The values with secret names of a plan: what a recipe wrote in clear.</summary>
    public static IEnumerable<string> ValuesIn(LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (WorkerPlan worker in plan.Workers)
        {
            foreach (PlanVariable variable in worker.Environment)
            {
                if (variable.Value is { } value && Is(variable.Name))
                {
                    yield return value;
                }
            }

            foreach (string value in ValuesIn(worker.Command).Concat(ValuesIn(worker.ContainerFlags)))
            {
                yield return value;
            }
        }
    }

    // "--api-key VALUE", "--api-key=VALUE", "NAME_KEY=VALUE", and a container's "--env=NAME_KEY=VALUE".
    private static IEnumerable<string> ValuesIn(IReadOnlyList<PlanText> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            string[] parts = words[i].Text.Split('=');
            int named = Array.FindIndex(parts, Is);
            if (named >= 0 && named < parts.Length - 1)
            {
                yield return string.Join('=', parts[(named + 1)..]);
            }
            else if (named == 0 && words[i].Text.StartsWith('-') && i + 1 < words.Count)
            {
                yield return words[i + 1].Text;
            }
        }
    }
}
