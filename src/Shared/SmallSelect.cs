namespace LoadGen;

/// <summary>
/// <c>Select</c> for this project's own code, which finds it before <see cref="Enumerable"/>'s. That one is a virtual generic method of
/// every iterator: ahead-of-time compilation has to make it for each type that is iterated times each type that is selected, wherever
/// either is a struct, and those pairs were a fifth of the binary (docs/building.md). This one is made for the pairs that occur.
/// </summary>
internal static class SmallSelect
{
    /// <summary>As <see cref="Enumerable.Select{TSource, TResult}(IEnumerable{TSource}, Func{TSource, TResult})"/>.</summary>
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return Iterate(source, selector);
    }

    private static IEnumerable<TResult> Iterate<TSource, TResult>(IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (TSource item in source)
        {
            yield return selector(item);
        }
    }
}
