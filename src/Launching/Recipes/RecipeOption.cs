namespace LoadGen.Launching.Recipes;

/// <summary>Something about a recipe that its user may choose: <c>--set NAME=VALUE</c>.</summary>
/// <param name="Name">As expressions name it.</param>
/// <param name="Default">What holds where nothing is said.</param>
/// <param name="Choices">What may be said; empty where any value of the default's type may.</param>
/// <param name="About">What it changes; empty where its name says so.</param>
public sealed record RecipeOption(string Name, string Default, IReadOnlyList<string> Choices, string About);
