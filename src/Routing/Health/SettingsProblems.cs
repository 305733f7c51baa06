using System.Globalization;

namespace LoadGen.Routing.Health;

/// <summary>Collects every problem of a set of settings, so that a user mends them in one go.</summary>
internal sealed class SettingsProblems
{
    private readonly List<string> _found = [];

    /// <summary>All of them, in the order in which they were looked for.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>Notes a problem unless <paramref name="holds"/>.</summary>
    public void Unless(bool holds, FormattableString problem)
    {
        if (!holds)
        {
            _found.Add(problem.ToString(CultureInfo.InvariantCulture));
        }
    }
}
