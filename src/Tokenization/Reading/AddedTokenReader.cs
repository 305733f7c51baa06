using LoadGen.Tokenization.Added;

namespace LoadGen.Tokenization.Reading;

/// <summary>Reads <c>$.added_tokens</c>.</summary>
internal static class AddedTokenReader
{
    public static AddedToken[] Read(JsonPlace place) => place.IsNothing ? [] : [.. place.Items().Select(One)];

    private static AddedToken One(JsonPlace place)
    {
        place.AllowOnly("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
        bool isSpecial = place["special"].Flag(ifNothing: false);
        return new AddedToken(place["id"].Id(), place["content"].Utf8())
        {
            IsSpecial = isSpecial,
            IsSingleWord = place["single_word"].Flag(ifNothing: false),
            IsLeftStripped = place["lstrip"].Flag(ifNothing: false),
            IsRightStripped = place["rstrip"].Flag(ifNothing: false),
            IsNormalized = place["normalized"].Flag(ifNothing: !isSpecial),
        };
    }
}
