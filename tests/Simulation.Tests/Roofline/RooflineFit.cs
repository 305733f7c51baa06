using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Tests.Roofline;

/// <summary>How the constants were found: coordinate descent on the training rows, from guesses.</summary>
internal static class RooflineFit
{
    // Beyond 20% a row pulls no harder the further off it is (Huber): some were measured with engines or flags of another day.
    private const double Elbow = 0.2;

    // Times to first token hang on how requests happened to fall together.
    private const double TtftWeight = 0.25;

    private const double EfficiencyMax = 0.95;

    /// <summary>Names, how each is read and set, and whether it is a part of something.</summary>
    public static IReadOnlyList<(string Name, Func<RooflineConstants, double> Get, Func<RooflineConstants, double, RooflineConstants> Set, bool IsPart)> Knobs { get; } =
    [
        ("HopperMemory", c => c.HopperMemory, (c, v) => c with { HopperMemory = v }, true),
        ("BlackwellMemory", c => c.BlackwellMemory, (c, v) => c with { BlackwellMemory = v }, true),
        ("CdnaMemory", c => c.CdnaMemory, (c, v) => c with { CdnaMemory = v }, true),
        ("HopperCompute", c => c.HopperCompute, (c, v) => c with { HopperCompute = v }, true),
        ("BlackwellCompute", c => c.BlackwellCompute, (c, v) => c with { BlackwellCompute = v }, true),
        ("CdnaCompute", c => c.CdnaCompute, (c, v) => c with { CdnaCompute = v }, true),
        ("HopperLayerUs", c => c.HopperLayerUs, (c, v) => c with { HopperLayerUs = v }, false),
        ("BlackwellLayerUs", c => c.BlackwellLayerUs, (c, v) => c with { BlackwellLayerUs = v }, false),
        ("Cdna3LayerUs", c => c.Cdna3LayerUs, (c, v) => c with { Cdna3LayerUs = v }, false),
        ("Cdna4LayerUs", c => c.Cdna4LayerUs, (c, v) => c with { Cdna4LayerUs = v }, false),
        ("CrossNodeLayerUs", c => c.CrossNodeLayerUs, (c, v) => c with { CrossNodeLayerUs = v }, false),
        ("ExchangeLayerUs", c => c.ExchangeLayerUs, (c, v) => c with { ExchangeLayerUs = v }, false),
        ("Link", c => c.Link, (c, v) => c with { Link = v }, true),
        ("RequestUs", c => c.RequestUs, (c, v) => c with { RequestUs = v }, false),
        ("FirstTokenMs", c => c.FirstTokenMs, (c, v) => c with { FirstTokenMs = v }, false),
        ("HandoffMs", c => c.HandoffMs, (c, v) => c with { HandoffMs = v }, false),
        ("Acceptance", c => c.Acceptance, (c, v) => c with { Acceptance = v }, true),
        ("Bunching", c => c.Bunching, (c, v) => c with { Bunching = v }, false),
    ];

    public static double Loss(RooflineConstants constants, IReadOnlyList<RealRow> rows) => rows.Average(row =>
    {
        Prediction found = row.Predict(constants);
        return Huber(found.OutputTokensPerSPerGpu / row.OutputPerGpu) + Huber(found.TpotS / row.TpotS) + (TtftWeight * Huber(found.TtftS / row.TtftS));
    });

    /// <summary>Moves one constant after the other, by less and less.</summary>
    public static RooflineConstants Descend(RooflineConstants from, IReadOnlyList<RealRow> rows, int rounds)
    {
        double[] steps = [.. Knobs.Select(_ => 0.25)];
        (RooflineConstants best, double least) = (from, Loss(from, rows));
        for (int round = 0; round < rounds; round++)
        {
            for (int k = 0; k < Knobs.Count; k++)
            {
                bool moved = false;
                foreach (double sign in (double[])[1, -1])
                {
                    double value = Knobs[k].Get(best) * Math.Exp(sign * steps[k]);
                    RooflineConstants tried = Knobs[k].Set(best, Knobs[k].IsPart ? Math.Min(value, EfficiencyMax) : value);
                    if (!moved && Loss(tried, rows) is var loss && loss < least)
                    {
                        (best, least, moved) = (tried, loss, true);
                    }
                }

                steps[k] *= moved ? 1.3 : 0.5;
            }
        }

        return best;
    }

    private static double Huber(double ratio)
    {
        double off = Math.Abs(Math.Log(ratio));
        return off < Elbow ? off * off / 2 : Elbow * (off - (Elbow / 2));
    }
}
