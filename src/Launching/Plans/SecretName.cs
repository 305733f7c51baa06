namespace LoadGen.Launching.Plans;

/// <summary>Which names of variables, arguments and options say that their value is a secret.</summary>
public static class SecretName
{
    // As last words: HF_TOKEN is a secret, and HF_TOKEN_PATH, MAX_TOKENS and TOKENS_PER_RANK are settings.
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        "TOKEN", "KEY", "APIKEY", "SECRET", "SECRETS", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "CREDENTIALS",
        "AUTHORIZATION",
    };

    /// <summary>Whether the name's last word, between dashes, underscores, dots and capitals, is one for secrets.</summary>
    public static bool Is(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] words = name.Split(['-', '_', '.']);
        // --api-keys takes several of them.
        return s_words.Contains(words[^1])
            || s_words.Contains(LastHump(words[^1]))
            || (words.Length > 1 && words[^1].Equals("KEYS", StringComparison.OrdinalIgnoreCase) && words[^2].Equals("API", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A value that hides nothing, such as that of <c>HF_HUB_DISABLE_IMPLICIT_TOKEN=1</c>.</summary>
    public static bool IsSwitch(string value) => value is "" or "0" or "1" or "true" or "false" or "null";

    /// <summary>The values with secret names of a plan: what a recipe wrote in clear.</summary>
    public static IEnumerable<string> ValuesIn(LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (WorkerPlan worker in plan.Workers)
        {
            foreach (PlanVariable variable in worker.Environment)
            {
                foreach (string value in variable.Value is { } text ? Is(variable.Name) ? [text] : SecretText.ValuesIn(text) : [])
                {
                    yield return value;
                }
            }

            IEnumerable<string> words = ValuesIn([.. worker.Command.Select(word => word.Text)]).Concat(ValuesIn([.. worker.ContainerFlags.Select(flag => flag.Text)]));
            foreach (string value in words.Concat(worker.Files.SelectMany(file => SecretText.ValuesIn(file.Content))))
            {
                yield return value;
            }
        }
    }

    /// <summary>
    /// The values with secret names in a command line: <c>--api-key VALUE</c>, <c>--api-key=VALUE</c>, <c>NAME_KEY=VALUE</c>, a container's
    /// <c>--env=NAME_KEY=VALUE</c>, and what <see cref="SecretText"/> finds within a word.
    /// </summary>
    public static IEnumerable<string> ValuesIn(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        for (int i = 0; i < words.Count; i++)
        {
            string[] parts = words[i].Split('=');
            int named = Array.FindIndex(parts, Is);
            if (named >= 0 && named < parts.Length - 1)
            {
                yield return string.Join('=', parts[(named + 1)..]);
            }
            else if (named == 0 && words[i].StartsWith('-') && i + 1 < words.Count)
            {
                yield return words[i + 1];
            }

            foreach (string value in SecretText.ValuesIn(words[i]))
            {
                yield return value;
            }
        }
    }

    // "hfToken" in JSON. MONKEY and apikey have none.
    private static string LastHump(string word)
    {
        int at = word.Length - 1;
        while (at > 0 && !(char.IsAsciiLetterUpper(word[at]) && char.IsAsciiLetterLower(word[at - 1])))
        {
            at--;
        }

        return word[Math.Max(at, 0)..];
    }
}
