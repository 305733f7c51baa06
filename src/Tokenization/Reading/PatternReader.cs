using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Reading;

/// <summary>Reads a pattern: <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
internal static class PatternReader
{
    public static PieceFinder Read(JsonPlace place)
    {
        place.AllowOnly("String", "Regex");
        JsonPlace literal = place["String"];
        if (!literal.IsNothing)
        {
            return new LiteralFinder(literal.Utf8());
        }

        JsonPlace regex = place["Regex"];
        try
        {
            return Patterns.FinderOf(regex.Text());
        }
        catch (FormatException e)
        {
            throw regex.Error(e.Message);
        }
    }
}
