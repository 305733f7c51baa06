namespace LoadGen.Economics.Figures;

/// <summary>One of a row's throughputs that figures are made of.</summary>
/// <param name="Key">The end of the figures' keys.</param>
/// <param name="Title">As formulas name it.</param>
/// <param name="Value">tok/s/GPU, above 0.</param>
/// <param name="IsOfOneRole">Over one pool's GPUs only.</param>
internal readonly record struct Rate(string Key, string Title, double Value, bool IsOfOneRole)
{
    /// <summary>The end of the key of a role's tokens over all GPUs.</summary>
    public const string OverAll = "_over_all_gpus";

    /// <summary>Those that are known; of a disaggregated row, input and output by both denominators.</summary>
    public static IEnumerable<Rate> Of(RowThroughput row)
    {
        bool isSplit = row.IsDisaggregated;
        Rate?[] rates =
        [
            Known("total_tokens", isSplit ? "tok/s/GPU of all GPUs" : "tok/s/GPU", row.Total),
            Known("output_tokens", isSplit ? "output tok/s/GPU of the decode GPUs" : "output tok/s/GPU", row.Output, isSplit),
            Known("input_tokens", isSplit ? "input tok/s/GPU of the prefill GPUs" : "input tok/s/GPU", row.Input, isSplit),
            isSplit ? Known("output_tokens" + OverAll, "output tok/s/GPU of all GPUs", row.OutputOverAll) : null,
            isSplit ? Known("input_tokens" + OverAll, "input tok/s/GPU of all GPUs", row.InputOverAll) : null,
        ];
        return rates.OfType<Rate>();
    }

    private static Rate? Known(string key, string title, double? value, bool isOfOneRole = false) =>
        value is { } rate && double.IsFinite(rate) && rate > 0 ? new Rate(key, title, rate, isOfOneRole) : null;
}
