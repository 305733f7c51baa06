using System.Globalization;
using LoadGen.Routing.Health;
using LoadGen.Routing.Workers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LoadGen.Routing.Admin;

/// <summary>
/// Reads a query strictly: a key that nobody asked for, a key given twice and a value that cannot be are problems. A slip such as
/// <c>?drian=true</c> must not take a worker out at once.
/// </summary>
internal sealed class AdminQuery(IQueryCollection query)
{
    private readonly List<string> _problems = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The value; null where the key is missing.</summary>
    public string? Text(string key)
    {
        _known.Add(key);
        return query.TryGetValue(key, out StringValues values) ? values[0] ?? "" : null;
    }

    /// <summary><c>true</c> or <c>false</c>; missing is false.</summary>
    public bool Flag(string key)
    {
        string? text = Text(key);
        if (text is not (null or "true" or "false"))
        {
            _problems.Add($"?{key}={Excerpt(text)} is neither true nor false");
        }

        return text == "true";
    }

    /// <summary>Seconds from 0 to an hour; null where the key is missing.</summary>
    public double? Seconds(string key)
    {
        const double Max = 3_600;
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and <= Max)
        {
            return seconds;
        }

        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"?{key}={Excerpt(text)} is not a number of seconds from 0 to {Max}"));
        return null;
    }

    /// <summary>A role, which must be there.</summary>
    public WorkerRole? Role(string key)
    {
        string? text = Text(key);
        WorkerRole? role = RoleNames.ParseRole(text);
        if (role is null)
        {
            _problems.Add(text is null
                ? $"?{key}= is missing: use prefill, decode or both"
                : $"?{key}={Excerpt(text)} is no role: use prefill, decode or both");
        }

        return role;
    }

    /// <summary>All that is wrong, once everything has been asked for.</summary>
    public IReadOnlyList<string> Problems()
    {
        string known = _known.Count == 0 ? "there are none here" : $"use {string.Join(", ", _known)}";
        return
        [
            .. _problems,
            .. query.Where(pair => !_known.Contains(pair.Key)).Select(pair => $"?{Excerpt(pair.Key)} is not known: {known}"),
            .. query.Where(pair => _known.Contains(pair.Key) && pair.Value.Count > 1).Select(pair => $"?{pair.Key} is given twice"),
        ];
    }

    private static string Excerpt(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}
