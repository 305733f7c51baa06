namespace LoadGen.Launching.Readiness;

/// <summary>How far a service has come. Each stage begins when the one before it is passed.</summary>
public enum ReadinessStage
{
    /// <summary>Its port accepts connections.</summary>
    Port,

    /// <summary>It says that it is healthy.</summary>
    Health,

    /// <summary>It lists the model.</summary>
    Model,

    /// <summary>It has generated something.</summary>
    Canary,
}
