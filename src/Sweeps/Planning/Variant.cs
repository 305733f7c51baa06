using System.Globalization;
using System.Text.Json;
using LoadGen.Launching.Planning;
using LoadGen.Sweeps.Settings;

namespace LoadGen.Sweeps.Planning;

/// <summary>One combination of a configuration's lists.</summary>
/// <param name="Space">Where in the file its search space stands, from 0.</param>
/// <param name="Recipe">The recipe; null for an engine that runs.</param>
/// <param name="Precision">The precision; null: the recipe's.</param>
/// <param name="Sku">The SKU; null: none.</param>
/// <param name="Image">The image; null: the recipe's.</param>
/// <param name="Set">What is set, as <c>KEY=VALUE</c>.</param>
/// <param name="All">Parallelism of all workers.</param>
/// <param name="Prefill">Parallelism of prefill workers, where it differs; null: nothing is said of them.</param>
/// <param name="Decode">As <paramref name="Prefill"/>.</param>
/// <param name="Spec">Speculative decoding; null: as the recipe has it.</param>
/// <param name="Marks">What its id needs so that its neighbours from the same lists have others.</param>
/// <param name="Text">What its points' identities have of it beyond what they name anyway, such as <c>like=sglang, time_scale=4</c>; null for nothing.</param>
internal sealed record Variant(
    int Space, string? Recipe, string? Precision, string? Sku, string? Image, IReadOnlyList<string> Set, RoleRequest All, RoleRequest? Prefill, RoleRequest? Decode, string? Spec,
    IReadOnlyList<string> Marks, string? Text)
{
    // Beyond it, a list was meant for something else.
    private const int VariantsMax = 10_000;

    /// <summary>Every combination, the first key's values slowest.</summary>
    /// <exception cref="ArgumentException">There are too many.</exception>
    public static IReadOnlyList<Variant> Of(ConfigurationSection section)
    {
        var variants = new List<Variant>();
        foreach (Variant outer in Outer(section))
        {
            for (int i = 0; i < section.SearchSpace!.Count; i++)
            {
                SearchSection space = section.SearchSpace[i];
                variants.AddRange(
                    from all in Roles(space.Tp, space.Ep, space.Dp, space.Pp, null)
                    from prefill in Roles(space.Prefill)
                    from decode in Roles(space.Decode)
                    from spec in MatrixValues.TextsOrNull(space.SpecDecoding)
                    select outer with { Space = i, All = all, Prefill = prefill, Decode = decode, Spec = spec });
                if (variants.Count > VariantsMax)
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"its lists multiply into more than {VariantsMax} engines; accepted: fewer"));
                }
            }
        }

        return variants;
    }

    private static IEnumerable<Variant> Outer(ConfigurationSection section)
    {
        IReadOnlyList<IReadOnlyList<(string Key, string Value, bool IsListed)>> sets = Sets(section);
        return
            from recipe in MatrixValues.TextsOrNull(section.Recipe)
            from precision in MatrixValues.TextsOrNull(section.Precision)
            from sku in MatrixValues.TextsOrNull(section.Sku)
            from image in MatrixValues.TextsOrNull(section.Image)
            from set in sets
            let marks = (string[])
            [
                .. Mark(MatrixValues.Texts(section.Recipe).Count > 1, Path.GetFileNameWithoutExtension(recipe)),
                .. Mark(section.Name is not null && MatrixValues.Texts(section.Precision).Count > 1, precision),
                .. Mark(MatrixValues.Texts(section.Image).Count > 1, image?.Split('/')[^1]),
                .. set.Where(one => one.IsListed).Select(one => Slug.Of($"{one.Key}-{one.Value}")),
            ]
            select new Variant(0, recipe, precision, sku, image, [.. set.Select(one => $"{one.Key}={one.Value}")], new RoleRequest(), null, null, null, marks, TextOf(section, recipe, image, set));
    }

    // A recipe or an image tells points apart only where there are several: alone, it is what comparisons of sweeps ask about.
    private static string? TextOf(ConfigurationSection section, string? recipe, string? image, IReadOnlyList<(string Key, string Value, bool IsListed)> set)
    {
        string[] parts =
        [
            .. recipe is not null && MatrixValues.Texts(section.Recipe).Count > 1 ? (string[])[$"recipe={Path.GetFileNameWithoutExtension(recipe)}"] : [],
            .. image is not null && MatrixValues.Texts(section.Image).Count > 1 ? (string[])[$"image={image}"] : [],
            .. set.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"),
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    private static string[] Mark(bool isListed, string? value) => isListed && value is not null ? [Slug.Of(value)] : [];

    private static IReadOnlyList<IReadOnlyList<(string Key, string Value, bool IsListed)>> Sets(ConfigurationSection section)
    {
        IReadOnlyList<IReadOnlyList<(string, string, bool)>> sets = [[]];
        foreach ((string key, JsonElement element) in section.Set ?? new Dictionary<string, JsonElement>())
        {
            IReadOnlyList<string> values = MatrixValues.Texts(element);
            sets = [.. from set in sets from value in values select (IReadOnlyList<(string, string, bool)>)[.. set, (key, value, values.Count > 1)]];
        }

        return sets;
    }

    // A single null where nothing is said of the role, so that it multiplies.
    private static RoleRequest?[] Roles(RoleSection? role) =>
        role is null ? [null] : [.. Roles(role.Tp, role.Ep, role.Dp, role.Pp, role.Workers)];

    private static IEnumerable<RoleRequest> Roles(
        JsonElement? tp, JsonElement? ep, JsonElement? dp, JsonElement? pp, JsonElement? workers) =>
        from t in MatrixValues.NumbersOrNull(tp)
        from e in MatrixValues.NumbersOrNull(ep)
        from d in MatrixValues.NumbersOrNull(dp)
        from p in MatrixValues.NumbersOrNull(pp)
        from w in MatrixValues.NumbersOrNull(workers)
        select new RoleRequest { Tp = t, Ep = e, Dp = d, Pp = p, Workers = w };
}
