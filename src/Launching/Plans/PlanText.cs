namespace LoadGen.Launching.Plans;

/// <summary>One word of a command line, and who put it there.</summary>
/// <param name="Text">The word, unquoted. It may hold <see cref="Placeholder"/>s, which are known when the worker has its place.</param>
/// <param name="Origin">Such as <c>configs/recipes/sglang/base.yaml:12</c>, or the option of the command line that set it.</param>
public sealed record PlanText(string Text, string Origin)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
