using LoadGen.Tokenization.Normalizing;

namespace LoadGen.Tokenization.Reading;

/// <summary>Reads <c>$.normalizer</c>; sequences are laid out flat.</summary>
internal static class NormalizerReader
{
    public static Normalizer[] Read(JsonPlace place) => place.IsNothing ? [] : [.. Steps(place)];

    private static IEnumerable<Normalizer> Steps(JsonPlace place)
    {
        if (place.Type != "Sequence")
        {
            return [One(place)];
        }

        place.AllowOnly("type", "normalizers");
        return place["normalizers"].Items().SelectMany(Steps);
    }

    private static Normalizer One(JsonPlace place)
    {
        switch (place.Type)
        {
            case "NFC" or "NFD" or "NFKC" or "NFKD":
                place.AllowOnly("type");
                return new UnicodeNormalizer(Enum.Parse<UnicodeForm>(place.Type, ignoreCase: true));
            case "Lowercase":
                place.AllowOnly("type");
                return new LowercaseNormalizer();
            case "StripAccents":
                place.AllowOnly("type");
                return new StripAccentsNormalizer();
            case "Prepend":
                place.AllowOnly("type", "prepend");
                return new PrependNormalizer(place["prepend"].Utf8());
            case "Replace":
                place.AllowOnly("type", "pattern", "content");
                return new ReplaceNormalizer(PatternReader.Read(place["pattern"]), place["content"].Utf8());
            case "Strip":
                place.AllowOnly("type", "strip_left", "strip_right");
                return new StripNormalizer(place["strip_left"].Flag(ifNothing: true), place["strip_right"].Flag(ifNothing: true));
            default:
                throw place.Unknown("normalizer", place.Type, "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Prepend", "Replace", "Strip", "Sequence");
        }
    }
}
