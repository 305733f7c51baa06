using System.Globalization;
using LoadGen.Economics.Skus;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Continuous;

/// <summary>What is known of a configuration from one run to the next, by name.</summary>
public static class Facts
{
    /// <summary>Version and commit of this program.</summary>
    public const string Tool = "tool";

    /// <summary>The container image.</summary>
    public const string Image = "image";

    /// <summary>What the image's tag points to, where the runtime knows it.</summary>
    public const string ImageDigest = "image_digest";

    /// <summary>Command lines, environment and files of the engine's workers.</summary>
    public const string Flags = "flags";

    /// <summary>What is asked of the engine, over all points.</summary>
    public const string Load = "load";

    /// <summary>The newest prices of the SKU. They change costs, not measurements.</summary>
    public const string Prices = "prices";

    /// <summary>A configuration's facts.</summary>
    /// <param name="configuration">The configuration, with all its points: a fact of some of them would be another the next time.</param>
    /// <param name="digest">Of its image; null where nobody knows.</param>
    /// <param name="context">The tool and the catalog of SKUs.</param>
    public static SortedDictionary<string, string> Of(ConfigurationPlan configuration, string? digest, PlanContext context)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(context);
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Tool] = context.Tool,
            [Flags] = configuration.Url?.ToString() ?? configuration.Engine,
            [Load] = string.Join('\n', configuration.Points.Select(point => string.Join(' ', point.Words)).Distinct()),
        };
        if (configuration.Points[0].Identity.Image is { } image)
        {
            facts[Image] = image;
        }

        if (digest is not null)
        {
            facts[ImageDigest] = digest;
        }

        if (context.Skus.TryGet(configuration.Points[0].Identity.Hardware, out Sku? sku) && sku.PricesIn(null) is { } prices)
        {
            facts[Prices] = string.Create(CultureInfo.InvariantCulture, $"{prices}");
        }

        return facts;
    }

    /// <summary>What differs; of flags and load, one by one.</summary>
    public static IReadOnlyList<Change> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = new List<Change>();
        foreach (string what in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            string? old = before.GetValueOrDefault(what);
            string? now = after.GetValueOrDefault(what);
            if (old != now)
            {
                changes.AddRange(what is Flags or Load && old is not null && now is not null ? FlagDifferences.Of(what, old, now) : [new Change(what, old, now)]);
            }
        }

        return changes;
    }
}
