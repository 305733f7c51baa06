using LoadGen.Economics.Models;
using LoadGen.Economics.Skus;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Tests.Roofline;

/// <summary>Deployments by the names of their parts.</summary>
internal static class Deployments
{
    public static Deployment Of(string sku = "h200", string model = "deepseek-r1", string precision = "fp8", int tp = 8, int dp = 1) => new()
    {
        Sku = SkuCatalog.BuiltIn.Get(sku),
        Model = ModelCatalog.BuiltIn.Get(model),
        Precision = precision,
        Tp = tp,
        Dp = dp,
    };
}
