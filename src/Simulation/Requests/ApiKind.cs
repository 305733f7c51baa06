namespace LoadGen.Simulation.Requests;

/// <summary>The generation APIs served.</summary>
internal enum ApiKind
{
    /// <summary><c>/v1/completions</c>.</summary>
    Completions,

    /// <summary><c>/v1/chat/completions</c>.</summary>
    Chat,

    /// <summary>SGLang's <c>/generate</c>.</summary>
    Generate,
}
