using System.Globalization;

namespace LoadGen.Cli.Options;

/// <summary>Numbers of things, as people write them.</summary>
internal static class Counted
{
    /// <summary><c>1 plan</c>, <c>2 plans</c>.</summary>
    public static string Of(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
