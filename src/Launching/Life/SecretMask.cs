using System.Collections;

namespace LoadGen.Launching.Life;

/// <summary>Keeps secrets out of what is shown and written: the values of variables that are handed on by name, or named like a secret.</summary>
public sealed class SecretMask
{
    private const string Mask = "***";

    // Shorter ones are not secrets but settings (TOKEN=1), and hiding them would riddle every log.
    private const int LengthMin = 8;

    private static readonly string[] s_words = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "CREDENTIAL"];

    private readonly string[] _secrets;

    /// <summary>Creates it.</summary>
    /// <param name="secrets">The values to hide.</param>
    public SecretMask(IEnumerable<string> secrets) =>
        _secrets = [.. secrets.Where(secret => secret.Length >= LengthMin).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)];

    /// <summary>The secrets of this process's environment.</summary>
    /// <param name="byName">Variables whose values are secrets whatever they are called.</param>
    public static SecretMask OfEnvironment(IEnumerable<string> byName)
    {
        HashSet<string> names = [.. byName];
        return new SecretMask(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            // HF_HOME is handed on by name too, and a path hides nothing.
            .Where(variable => IsSecretName((string)variable.Key) || (names.Contains((string)variable.Key) && variable.Value is string value && !value.StartsWith('/')))
            .Select(variable => (string?)variable.Value ?? ""));
    }

    /// <summary>Whether a variable's name says that its value is a secret.</summary>
    public static bool IsSecretName(string name) => s_words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

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
