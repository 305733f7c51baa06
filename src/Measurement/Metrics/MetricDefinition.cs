namespace LoadGen.Measurement.Metrics;

/// <summary>One metric: tables, result documents and docs take their words from here.</summary>
/// <param name="Name">Key in result documents; its unit comes last.</param>
/// <param name="Title">Short name for tables.</param>
/// <param name="Unit">Unit of the reported figures.</param>
/// <param name="UnitsPerRecorded">Reported units per recorded (integer) unit: histograms hold ns, reports show ms.</param>
/// <param name="Definition">Formula, and over what it is pooled.</param>
/// <param name="Source">Who else defines it so.</param>
public sealed record MetricDefinition(string Name, string Title, string Unit, double UnitsPerRecorded, string Definition, string Source);
