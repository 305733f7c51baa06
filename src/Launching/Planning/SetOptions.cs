using System.Globalization;
using LoadGen.Configuration;
using LoadGen.Launching.Expressions;
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
            if (equals <= 0)
            {
                throw new ArgumentException($"--set {text}: found no '='; accepted: KEY=VALUE");
            }

            Add(recipe, text, text[..equals], text[(equals + 1)..]);
        }
    }

    /// <summary>The recipe's options as they are now.</summary>
    public IEnumerable<(string Name, ExpressionValue Value)> Options(Recipe recipe) =>
        recipe.Options.Select(option => (option.Name, Read(option, _options.GetValueOrDefault(option.Name))));

    /// <summary>A worker's parts with what was set for its role.</summary>
    public RecipeMap Apply(string role, RecipeMap worker) =>
        _parts.Where(part => part.Role is null || part.Role == role).Aggregate(worker, (map, part) => RecipeMerge.Overlay(map, part.Part));

    private void Add(Recipe recipe, string text, string key, string value)
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
                var place = new RecipePlace($"--set {text}", 0, 0);
                var scalar = new RecipeScalar(place, value, value is "true" or "false" ? ScalarKind.Boolean : ScalarKind.Text, IsQuoted: false);
                var part = new RecipeMap(place, [new RecipeEntry(rest[(section.Length + 1)..], place, scalar)]);
                _parts.Add((role, new RecipeMap(place, [new RecipeEntry(section, place, part)])));
                return;
            }
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
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? ExpressionValue.Of(whole) : throw Wrong("a whole number");
        }

        if (double.TryParse(option.Default, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real)
                ? ExpressionValue.Of(real)
                : throw Wrong("a number");
        }

        return ExpressionValue.Of(text);

        ArgumentException Wrong(string accepted) => new($"--set {option.Name}={text}: found '{text}'; accepted: {accepted}");
    }
}
