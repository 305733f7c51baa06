namespace LoadGen.Measurement.Metrics;

/// <summary>One accumulator for each metric of the registry. Single-threaded.</summary>
public sealed class MetricSet
{
    private readonly MetricAccumulator[] _all = [.. MetricRegistry.All.Select(d => new MetricAccumulator(d))];

    /// <summary>The accumulator of a metric.</summary>
    /// <param name="definition">One of <see cref="MetricRegistry.All"/>.</param>
    public MetricAccumulator this[MetricDefinition definition]
    {
        get
        {
            // A dozen references are compared sooner than one definition, a record with long texts, is hashed.
            foreach (MetricAccumulator metric in _all)
            {
                if (ReferenceEquals(metric.Definition, definition))
                {
                    return metric;
                }
            }

            throw new ArgumentOutOfRangeException(nameof(definition), definition, "not a metric of the registry");
        }
    }

    /// <summary>The figures of every metric, by its name.</summary>
    public IReadOnlyDictionary<string, MetricSummary> Summarise() => _all.ToDictionary(m => m.Definition.Name, m => m.Summarise());
}
