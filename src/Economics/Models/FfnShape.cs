namespace LoadGen.Economics.Models;

/// <summary>Feed-forward parts of layers that are alike: gated (three matrices), dense or of experts.</summary>
public sealed record FfnShape
{
    private const int Matrices = 3;

    /// <summary>How many layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Width within, of one expert where there are experts.</summary>
    public required int Intermediate { get; init; }

    /// <summary>Experts that a token may be sent to; 0: dense.</summary>
    public int Experts { get; init; }

    /// <summary>Experts that a token is sent to.</summary>
    public int Active { get; init; }

    /// <summary>Experts that every token is sent to besides.</summary>
    public int Shared { get; init; }

    /// <summary>Parameters of one expert.</summary>
    public double ParametersPerExpert(int hidden) => (double)Matrices * hidden * Intermediate;

    /// <summary>Parameters of a layer that every token is multiplied by.</summary>
    public double AlwaysPerLayer(int hidden) => (Experts == 0 ? 1 : Shared) * ParametersPerExpert(hidden);

    /// <summary>Parameters of a layer's experts that tokens choose among.</summary>
    public double RoutedPerLayer(int hidden) => Experts * ParametersPerExpert(hidden);

    /// <summary>Of the experts, how many at least one of so many tokens goes to, if each chose at random.</summary>
    public double Touched(double tokens) => Experts == 0 ? 0 : Experts * (1 - Math.Pow(1 - ((double)Active / Experts), tokens));
}
