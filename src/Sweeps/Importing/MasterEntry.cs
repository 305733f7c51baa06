using LoadGen.Configuration;

namespace LoadGen.Sweeps.Importing;

/// <summary>One entry of InferenceX's master configuration, as far as it says what is measured.</summary>
internal sealed record MasterEntry
{
    /// <summary>Such as <c>dsr1-fp8-h200-sglang</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Where it stands.</summary>
    public required Place Place { get; init; }

    public string Image { get; init; } = "";

    public string Model { get; init; } = "";

    public string ModelPrefix { get; init; } = "";

    public string Runner { get; init; } = "";

    public string Precision { get; init; } = "";

    public string Framework { get; init; } = "";

    public bool IsDisaggregated { get; init; }

    public string? Router { get; init; }

    public IReadOnlyList<MasterSpace> Spaces { get; init; } = [];

    /// <summary>The SKU of <c>cluster:gb300-nv</c>, <c>mi355x-disagg</c> or <c>h200</c>.</summary>
    public string Sku => Runner.Split(':')[^1].Split('-')[0];
}

/// <summary>One search space of an entry, with the scenario that it stands under.</summary>
internal sealed record MasterSpace
{
    public required Place Place { get; init; }

    /// <summary>fixed-seq-len or agentic-coding.</summary>
    public required string Scenario { get; init; }

    public int Isl { get; init; }

    public int Osl { get; init; }

    public required MasterShape Shape { get; init; }

    public MasterShape? Prefill { get; init; }

    public MasterShape? Decode { get; init; }

    public string? SpecDecoding { get; init; }

    public int? ConcStart { get; init; }

    public int? ConcEnd { get; init; }

    public IReadOnlyList<int> ConcList { get; init; } = [];

    /// <summary>Keys that say something which a sweep cannot, with their values.</summary>
    public IReadOnlyList<string> Beyond { get; init; } = [];

    /// <summary>How many points it is.</summary>
    public int Points
    {
        get
        {
            if (ConcList.Count > 0 || ConcStart is not { } start || start < 1 || ConcEnd is not { } end)
            {
                return ConcList.Count;
            }

            int points = 1;
            for (long conc = start; conc < end; conc *= 2)
            {
                points++;
            }

            return points;
        }
    }
}

/// <summary>Parallelism of an engine, or of one role's workers.</summary>
internal sealed record MasterShape(int? Workers, int? Tp, int? Ep, int? Pp, bool DpAttention);
