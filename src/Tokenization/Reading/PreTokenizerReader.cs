using LoadGen.Tokenization.PreTokenizing;
using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.Reading;

/// <summary>Reads <c>$.pre_tokenizer</c>; sequences are laid out flat.</summary>
internal static class PreTokenizerReader
{
    public static PreTokenizerList Read(JsonPlace place)
    {
        var steps = new List<PreTokenizer>();
        bool isByteLevel = false;
        bool isWritten = false;
        foreach (JsonPlace step in place.IsNothing ? [] : Flat(place))
        {
            if (isByteLevel && !isWritten)
            {
                // What comes after ByteLevel sees the characters that it writes bytes as.
                steps.Add(new WriteAlphabetStep());
                isWritten = true;
            }

            if (step.Type == "ByteLevel")
            {
                isByteLevel = isByteLevel ? throw step.Error("a second ByteLevel is not supported") : true;
            }

            steps.AddRange(One(step));
        }

        if (isWritten)
        {
            steps.Add(new ReadAlphabetStep());
        }

        return new PreTokenizerList([.. steps], isByteLevel);
    }

    private static IEnumerable<JsonPlace> Flat(JsonPlace place)
    {
        if (place.Type != "Sequence")
        {
            return [place];
        }

        place.AllowOnly("type", "pretokenizers");
        return place["pretokenizers"].Items().SelectMany(Flat);
    }

    private static List<PreTokenizer> One(JsonPlace place)
    {
        switch (place.Type)
        {
            case "ByteLevel":
                return ByteLevel(place);
            case "Split":
                place.AllowOnly("type", "pattern", "behavior", "invert");
                return [new SplitStep(PatternReader.Read(place["pattern"]), Behavior(place["behavior"]), place["invert"].Flag(ifNothing: false))];
            case "Metaspace":
                return [Metaspace(place)];
            case "Digits":
                place.AllowOnly("type", "individual_digits");
                int most = place["individual_digits"].Flag(ifNothing: false) ? 1 : int.MaxValue;
                return [new SplitStep(new RunFinder(CharClass.Number, most), SplitBehavior.Isolated)];
            case "Whitespace":
                place.AllowOnly("type");
                return [new SplitStep(new WordFinder(), SplitBehavior.Removed, isInverted: true)];
            case "WhitespaceSplit":
                place.AllowOnly("type");
                return [new SplitStep(new RunFinder(CharClass.Space), SplitBehavior.Removed)];
            case "Punctuation":
                place.AllowOnly("type", "behavior");
                SplitBehavior behavior = place["behavior"].IsNothing ? SplitBehavior.Isolated : Behavior(place["behavior"]);
                return [new SplitStep(new RunFinder(CharClass.Punctuation | CharClass.AsciiPunctuation, most: 1), behavior)];
            default:
                throw place.Unknown(
                    "pre-tokenizer", place.Type, "ByteLevel", "Split", "Metaspace", "Digits", "Whitespace", "WhitespaceSplit", "Punctuation", "Sequence");
        }
    }

    private static List<PreTokenizer> ByteLevel(JsonPlace place)
    {
        // trim_offsets moves where tokens are said to stand, not which they are.
        place.AllowOnly("type", "add_prefix_space", "use_regex", "trim_offsets");
        var steps = new List<PreTokenizer>();
        if (place["add_prefix_space"].Flag(ifNothing: true))
        {
            steps.Add(new PrefixBlankStep());
        }

        if (place["use_regex"].Flag(ifNothing: true))
        {
            steps.Add(new SplitStep(new Gpt2Finder(), SplitBehavior.Isolated));
        }

        return steps;
    }

    private static MetaspaceStep Metaspace(JsonPlace place)
    {
        place.AllowOnly("type", "replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep");
        return new MetaspaceStep(place["replacement"].Utf8(), Scheme(place), place["split"].Flag(ifNothing: true));
    }

    /// <summary>When Metaspace puts a blank before; files from before it had a scheme have <c>add_prefix_space</c>.</summary>
    public static PrependScheme Scheme(JsonPlace place)
    {
        JsonPlace scheme = place["prepend_scheme"];
        if (scheme.IsNothing)
        {
            return place["add_prefix_space"].Flag(ifNothing: true) ? PrependScheme.Always : PrependScheme.Never;
        }

        return scheme.Text() switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            string other => throw scheme.Unknown("scheme", other, "always", "first", "never"),
        };
    }

    private static SplitBehavior Behavior(JsonPlace place) => place.Text() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        string other => throw place.Unknown("behavior", other, "Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"),
    };
}
