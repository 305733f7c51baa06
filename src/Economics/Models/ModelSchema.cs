using LoadGen.Configuration;

namespace LoadGen.Economics.Models;

/// <summary>What a file of <c>configs/models/</c> may hold.</summary>
internal static class ModelSchema
{
    /// <summary>The type, and the values of the keys that a file leaves out. Keys that are required take nothing from here.</summary>
    public static YamlSchema<ModelShape> Instance { get; } = new(
        ModelJson.Default.ModelShape,
        new ModelShape
        {
            Id = "",
            Name = "",
            Hidden = 0,
            Vocab = 0,
            Context = 0,
            Attention = [],
            Ffn = [],
            ParametersB = 0,
            ActiveB = 0,
            AttentionWeights = new Dictionary<string, string>(),
            Source = "",
        },
        new AttentionShape { Kind = default, Layers = 0, Heads = 0, HeadDim = 0 },
        new FfnShape { Layers = 0, Intermediate = 0 });
}
