using System.Collections;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Life;

/// <summary>Keeps secrets out of what is shown and written: the values of variables that are handed on by name, or named like a secret.</summary>
public sealed class SecretMask
{
    private const string Mask = "***";

    // Shorter ones are not secrets but settings (TOKEN=1), and hiding them would riddle every log.
    private const int LengthMin = 8;

    private readonly string[] _secrets;

    /// <summary>Creates it.</summary>
    /// <param name="secrets">The values to hide.</param>
    public SecretMask(IEnumerable<string> secrets) =>
        _secrets = [.. secrets.Where(secret => secret.Length >= LengthMin).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)];

    /// <summary>The secrets of a plan and of this process's environment, of which it hands on some by name.</summary>
    public static SecretMask Of(LaunchPlan plan)
    {
        HashSet<string> names = [.. plan.Workers.SelectMany(worker => worker.Environment).Where(variable => variable.Value is null).Select(variable => variable.Name)];
        IEnumerable<string> handedOn = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            // HF_HOME is handed on by name too, and a path hides nothing.
            .Where(variable => SecretName.Is((string)variable.Key) || (names.Contains((string)variable.Key) && variable.Value is string value && !value.StartsWith('/')))
            .Select(variable => (string?)variable.Value ?? "");
        return new SecretMask(handedOn.Concat(SecretName.ValuesIn(plan)));
    }

    /// <summary>The text without them.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (string secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }
}
