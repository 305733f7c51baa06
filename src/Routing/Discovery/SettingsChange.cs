using LoadGen.Routing.Settings;

namespace LoadGen.Routing.Discovery;

/// <summary>The configuration file has changed.</summary>
/// <param name="Before">The settings until now.</param>
/// <param name="After">The settings from now on.</param>
public sealed record SettingsChange(RouterSettings Before, RouterSettings After)
{
    /// <summary>The keys that have changed and take effect at the next start only.</summary>
    public IReadOnlyList<string> RestartOnly => RouterSettings.RestartOnlyDifferences(Before, After);
}
