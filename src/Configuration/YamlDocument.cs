namespace LoadGen.Configuration;

/// <summary>What was read from a file, and where each key stood.</summary>
/// <typeparam name="T">The type it was read as.</typeparam>
public sealed class YamlDocument<T>
{
    private readonly Places _places;

    internal YamlDocument(T value, string file, Places places) => (Value, File, _places) = (value, file, places);

    /// <summary>The value.</summary>
    public T Value { get; }

    /// <summary>The file, as it was named to the reader.</summary>
    public string File { get; }

    /// <summary>The same document with a value derived from its own, such as one with full paths.</summary>
    public YamlDocument<T> With(T value) => new(value, File, _places);

    /// <summary>
    /// Where a key stands, as <c>file:line:column</c>; for a key that was left out, where the nearest key around it does.
    /// </summary>
    /// <param name="path">Such as <c>pools.prefill.workers[0].url</c>.</param>
    public string Where(string path)
    {
        Place place = _places.Of(path);
        return $"{File}:{place.Line}:{place.Column}";
    }

    /// <summary>Something that only showed when the value was used.</summary>
    /// <param name="path">The key that it is about, as for <see cref="Where"/>.</param>
    /// <param name="message">What was found, and what is accepted.</param>
    public ConfigurationProblem ProblemAt(string path, string message)
    {
        Place place = _places.Of(path);
        return new ConfigurationProblem(File, place.Line, place.Column, path, message);
    }
}
