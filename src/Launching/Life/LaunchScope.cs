using LoadGen.Launching.Executors;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Life;

/// <summary>What the parts of one launch share.</summary>
internal sealed record LaunchScope
{
    /// <summary>What is started.</summary>
    public required LaunchPlan Plan { get; init; }

    /// <summary>By what.</summary>
    public required IExecutor Executor { get; init; }

    /// <summary>How.</summary>
    public required LaunchOptions Options { get; init; }

    /// <summary>With what.</summary>
    public required LaunchServices Services { get; init; }

    /// <summary>Its id and folder.</summary>
    public required RunPlace Run { get; init; }

    /// <summary>Its secrets.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>Its manifest.</summary>
    public required ManifestKeeper Keeper { get; init; }

    /// <summary>What goes wrong.</summary>
    public required LaunchFailures Failures { get; init; }

    /// <summary>What runs beside it.</summary>
    public required BackgroundWork Background { get; init; }
}
