using LoadGen.Tokenization.Decoding;
using LoadGen.Tokenization.PreTokenizing;

namespace LoadGen.Tokenization.Reading;

/// <summary>Reads <c>$.decoder</c>; sequences are laid out flat.</summary>
internal static class DecoderReader
{
    public static Decoder[] Read(JsonPlace place) => place.IsNothing ? [new JoinDecoder()] : [.. Steps(place)];

    private static IEnumerable<Decoder> Steps(JsonPlace place)
    {
        if (place.Type != "Sequence")
        {
            return [One(place)];
        }

        place.AllowOnly("type", "decoders");
        return place["decoders"].Items().SelectMany(Steps);
    }

    private static Decoder One(JsonPlace place)
    {
        switch (place.Type)
        {
            case "ByteLevel":
                place.AllowOnly("type", "add_prefix_space", "use_regex", "trim_offsets");
                return new ByteLevelDecoder();
            case "ByteFallback":
                place.AllowOnly("type");
                return new ByteFallbackDecoder();
            case "Fuse":
                place.AllowOnly("type");
                return new FuseDecoder();
            case "Strip":
                place.AllowOnly("type", "content", "start", "stop");
                return new StripDecoder(place["content"].Utf8(), place["start"].Integer(), place["stop"].Integer());
            case "Replace":
                place.AllowOnly("type", "pattern", "content");
                return new ReplaceDecoder(PatternReader.Read(place["pattern"]), place["content"].Utf8());
            case "Metaspace":
                place.AllowOnly("type", "replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep");
                return new MetaspaceDecoder(place["replacement"].Utf8(), PreTokenizerReader.Scheme(place) != PrependScheme.Never);
            case "BPEDecoder":
                place.AllowOnly("type", "suffix");
                return new SuffixDecoder(place["suffix"].Utf8());
            default:
                throw place.Unknown("decoder", place.Type, "ByteLevel", "ByteFallback", "Fuse", "Strip", "Replace", "Metaspace", "BPEDecoder", "Sequence");
        }
    }
}
