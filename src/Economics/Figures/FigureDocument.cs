using System.Text.Json;

namespace LoadGen.Economics.Figures;

/// <summary>Figures as JSON: an array, one object a figure, with its formula, price table and date.</summary>
public static class FigureDocument
{
    /// <summary>The array's text.</summary>
    public static string Of(IReadOnlyList<EconomicFigure> figures) => JsonSerializer.Serialize(figures, FigureJson.Readable.IReadOnlyListEconomicFigure);

    /// <summary>Writes the array into a document under way.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<EconomicFigure> figures) =>
        JsonSerializer.Serialize(json, figures, FigureJson.Readable.IReadOnlyListEconomicFigure);
}
