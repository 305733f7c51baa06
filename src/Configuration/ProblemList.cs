namespace LoadGen.Configuration;

/// <summary>Collects what is wrong with a file while it is being read and checked.</summary>
public sealed class ProblemList
{
    private readonly string _file;
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly List<string> _incomplete = [];

    internal ProblemList(string file) => _file = file;

    /// <summary>How many there are.</summary>
    public int Count => _problems.Count;

    internal Places Places { get; } = new();

    /// <summary>Adds a problem of a key's value; its position is looked up.</summary>
    /// <param name="path">The key, such as <c>limits.body_bytes_max</c>; where it was left out, it is still named.</param>
    /// <param name="message">What was found, and what is accepted.</param>
    /// <remarks>
    /// Where a part of the file could not be read, the values around that part are not what the file means: problems seen there would be
    /// consequences of the first, and are left out.
    /// </remarks>
    public void Add(string path, string message)
    {
        if (!_incomplete.Exists(scope => Places.IsWithin(path, scope) || Places.IsWithin(scope, path)))
        {
            AddAt(Places.Of(path), path, message);
        }
    }

    internal void AddAt(Place place, string path, string message) =>
        _problems.Add(new ConfigurationProblem(_file, place.Line, place.Column, path, message));

    /// <summary>A key of this mapping could not be read.</summary>
    internal void MarkIncomplete(string path) => _incomplete.Add(path);

    internal void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw Exception();
        }
    }

    internal ConfigurationException Exception() => new([.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);
}
