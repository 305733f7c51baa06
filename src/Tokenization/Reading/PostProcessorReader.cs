namespace LoadGen.Tokenization.Reading;

/// <summary>Reads <c>$.post_processor</c>: the ids that stand around each text.</summary>
internal static class PostProcessorReader
{
    public static (int[] Prefix, int[] Suffix) Read(JsonPlace place)
    {
        var prefix = new List<int>();
        var suffix = new List<int>();
        if (!place.IsNothing)
        {
            Apply(place, prefix, suffix);
        }

        return ([.. prefix], [.. suffix]);
    }

    private static void Apply(JsonPlace place, List<int> prefix, List<int> suffix)
    {
        switch (place.Type)
        {
            case "ByteLevel":
                // It moves where tokens are said to stand, not which they are.
                place.AllowOnly("type", "add_prefix_space", "use_regex", "trim_offsets");
                return;
            case "Sequence":
                place.AllowOnly("type", "processors");
                foreach (JsonPlace one in place["processors"].Items())
                {
                    Apply(one, prefix, suffix);
                }

                return;
            case "TemplateProcessing":
                Template(place, prefix, suffix);
                return;
            default:
                throw place.Unknown("post-processor", place.Type, "TemplateProcessing", "ByteLevel", "Sequence");
        }
    }

    private static void Template(JsonPlace place, List<int> prefix, List<int> suffix)
    {
        place.AllowOnly("type", "single", "pair", "special_tokens");
        var before = new List<int>();
        bool isAfter = false;
        foreach (JsonPlace piece in place["single"].Items())
        {
            piece.AllowOnly("SpecialToken", "Sequence");
            if (!piece["Sequence"].IsNothing)
            {
                isAfter = isAfter ? throw piece.Error("the text stands twice in the template, which is not supported") : true;
            }
            else
            {
                (isAfter ? suffix : before).AddRange(Ids(place, piece["SpecialToken"]["id"]));
            }
        }

        if (!isAfter)
        {
            throw place["single"].Error("the text does not stand in the template");
        }

        prefix.InsertRange(0, before);
    }

    private static IEnumerable<int> Ids(JsonPlace place, JsonPlace name)
    {
        JsonPlace token = place["special_tokens"][name.Text()];
        return token.IsNothing
            ? throw name.Error($"the token {name.Text()} is not in {place.Path}.special_tokens")
            : token["ids"].Items().Select(id => id.Id());
    }
}
