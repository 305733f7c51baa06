using System.Globalization;

namespace LoadGen.Evaluation.Showing;

/// <summary>Shares as people read them.</summary>
internal static class Percent
{
    /// <summary>As <c>91.3%</c>.</summary>
    public static string Text(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0}%");

    /// <summary>A difference with its sign, as <c>−1.2</c> points.</summary>
    public static string Points(double difference) => string.Create(CultureInfo.InvariantCulture, $"{(difference < 0 ? "−" : "+")}{Math.Abs(difference) * 100:0.0}");
}
