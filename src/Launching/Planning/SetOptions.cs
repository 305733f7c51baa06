using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Launching.Expressions;
using LoadGen.Launching.Plans;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Planning;

/// <summary>The <c>--set KEY=VALUE</c> of a request: options of the recipe, and arguments and variables that win over it.</summary>
internal sealed class SetOptions
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);
    private readonly List<(string? Role, RecipeMap Part)> _parts = [];

    /// <exception cref="ArgumentException">One cannot be understood; its message says what is accepted.</exception>
    public SetOptions(Recipe recipe, IReadOnlyList<string> texts)
    {
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (RecipeText.HasControl(text))
            {
                throw new ArgumentException($"--set {new string([.. text.TakeWhile(c => c != '=' && !char.IsControl(c))])}…: holds a line break or another control character; accepted: one line");
            }

            if (equals < 0 && VariableOf(text) is { Length: > 0 })
            {
                AddPart(recipe, text, text, null);
                continue;
            }

            if (equals <= 0)
            {
                throw new ArgumentException($"--set {text}: found no '='; accepted: KEY=VALUE");
            }

            RefuseSecret(text[..equals], text[(equals + 1)..]);
            Add(recipe, text, text[..equals], text[(equals + 1)..]);
        }
    }

    /// <summary>The recipe's options as they are now.</summary>
    public IEnumerable<(string Name, ExpressionValue Value)> Options(Recipe recipe) =>
        recipe.Options.Select(option => (option.Name, Read(option, _options.GetValueOrDefault(option.Name))));

    /// <summary>A worker's parts with what was set for its role.</summary>
    public RecipeMap Apply(string role, RecipeMap worker) =>
        _parts.Where(part => part.Role is null || part.Role == role).Aggregate(worker, (map, part) => RecipeMerge.Overlay(map, part.Part));

    // What is set stands in this program's own arguments already, and would in the engine's, in the manifest and in --dry-run: everybody could read it there.
    private static void RefuseSecret(string key, string value)
    {
        if (!SecretName.Is(key))
        {
            if (SecretText.ValuesIn(value).Any(inner => !SecretName.IsSwitch(inner)))
            {
                throw new ArgumentException($"--set {key}=…: there is a secret in the value, by the name before it, and options can be read by all; give it by a variable or a file that the engine reads");
            }

            return;
        }

        if (SecretName.IsSwitch(value))
        {
            return;
        }

        // The value is in no message either.
        throw new ArgumentException(VariableOf(key) is { } variable
            ? $"--set {key}=…: its name says that it is a secret, and options can be read by all; export {variable} and leave the value out (--set {key}): it is handed on by name"
            : $"--set {key}=…: its name says that it is a secret, and options can be read by all; give it by a variable or a file that the engine reads (vLLM: export VLLM_API_KEY, and --set env.VLLM_API_KEY without a value)");
    }

    /// <summary>The variable that a key such as <c>env.NAME</c> or <c>roles.ROLE.env.NAME</c> sets; null for another key.</summary>
    private static string? VariableOf(string key)
    {
        string rest = key.StartsWith("roles.", StringComparison.Ordinal) && key.Split('.', 3) is [_, _, var inner] ? inner : key;
        return rest.StartsWith("env.", StringComparison.Ordinal) ? rest["env.".Length..] : null;
    }

    private void Add(Recipe recipe, string text, string key, string value)
    {
        if (AddPart(recipe, text, key, value))
        {
            return;
        }

        RecipeOption option = recipe.Options.FirstOrDefault(option => option.Name == key) ?? throw new ArgumentException(
            $"--set {text}: {RecipeShape.Unknown("option", key, recipe.Options.Select(option => option.Name))}; or args.FLAG, env.NAME, roles.ROLE.args.FLAG, roles.ROLE.env.NAME");
        if (option.Choices.Count > 0 && !option.Choices.Contains(value))
        {
            throw new ArgumentException($"--set {text}: {RecipeShape.Unknown("choice", value, option.Choices)}");
        }

        Read(option, value);
        _options[key] = value;
    }

    // An argument or a variable; a value of null: from the launcher's environment.
    private bool AddPart(Recipe recipe, string text, string key, string? value)
    {
        string? role = null;
        string rest = key;
        if (key.StartsWith("roles.", StringComparison.Ordinal) && key.Split('.', 3) is [_, var name, var inner])
        {
            IReadOnlyList<string> roles = recipe.Root.Section("roles") is { Entries.Count: > 0 } map ? [.. map.Entries.Select(entry => entry.Key)] : ["engine"];
            role = roles.Contains(name) ? name : throw new ArgumentException($"--set {text}: {RecipeShape.Unknown("role", name, roles)}");
            rest = inner;
        }

        foreach (string section in (string[])["args", "env"])
        {
            if (rest.StartsWith(section + ".", StringComparison.Ordinal) && rest.Length > section.Length + 1)
            {
                string named = rest[(section.Length + 1)..];
                if ((section == "env" ? RecipeText.WrongVariable(named) : RecipeText.WrongFlag(named)) is { } wrong)
                {
                    throw new ArgumentException($"--set {key}{(value is null ? "" : "=…")}: '{named}': {wrong}");
                }

                var place = new RecipePlace($"--set {text}", 0, 0);
                RecipeNode given = value is null
                    ? new RecipeMap(place, [new RecipeEntry("from", place, new RecipeScalar(place, "host", ScalarKind.Text, IsQuoted: false))])
                    : new RecipeScalar(place, value, value is "true" or "false" ? ScalarKind.Boolean : ScalarKind.Text, IsQuoted: false);
                var part = new RecipeMap(place, [new RecipeEntry(named, place, given)]);
                _parts.Add((role, new RecipeMap(place, [new RecipeEntry(section, place, part)])));
                return true;
            }
        }

        return false;
    }

    // What is set must be of the default's kind: an expression that compares it would fail otherwise.
    private static ExpressionValue Read(RecipeOption option, string? value)
    {
        string text = value ?? option.Default;
        if (option.Default is "true" or "false")
        {
            return text is "true" or "false" ? ExpressionValue.Of(text == "true") : throw Wrong("true or false");
        }

        if (long.TryParse(option.Default, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? ExpressionValue.Of(whole)
                : throw Wrong(text.TrimStart('-', '+') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) ? $"a whole number of 64 bits, up to {long.MaxValue}" : "a whole number");
        }

        // A default of nan or infinity is a word.
        if (double.TryParse(option.Default, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real)
                ? ExpressionValue.Of(real)
                : throw Wrong("a number");
        }

        return ExpressionValue.Of(text);

        ArgumentException Wrong(string accepted) => new($"--set {option.Name}={text}: found '{text}'; accepted: {accepted}");
    }
}
