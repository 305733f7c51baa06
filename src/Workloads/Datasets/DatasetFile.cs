using System.Globalization;

namespace LoadGen.Workloads.Datasets;

/// <summary>Opens datasets.</summary>
public static class DatasetFile
{
    /// <summary>
    /// Reads a dataset once, checks every record, and keeps where each conversation stands: 16 bytes a conversation, whatever its length.
    /// The file must stay as it is until the source is disposed of. Traces are kept whole, as columns.
    /// </summary>
    /// <exception cref="DatasetFormatException">A record that is not as the format says, or no conversation at all.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ConversationSource Open(string path, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new DatasetOptions();
        options.Validate();
        FormatFinding finding = FormatFinding.Of(path, options.Format);
        ConversationSource source = finding.Format is DatasetFormat.Mooncake or DatasetFormat.Azure or DatasetFormat.BurstGpt
            ? TraceConversations.Open(path, finding, options)
            : FileConversations.Open(path, finding, options);
        return SampledConversations.Of(source, options);
    }

    /// <summary>The format's name in options and result documents.</summary>
    public static string NameOf(DatasetFormat format) => format switch
    {
        DatasetFormat.ShareGpt => "sharegpt",
        DatasetFormat.WildChat => "wildchat",
        DatasetFormat.OpenAiMessages => "openai",
        DatasetFormat.Custom => "custom",
        DatasetFormat.Sessions => "sessions",
        DatasetFormat.Weka => "weka",
        DatasetFormat.Mooncake => "mooncake",
        DatasetFormat.Azure => "azure",
        DatasetFormat.BurstGpt => "burstgpt",
        DatasetFormat.SharedPrefix => "shared-prefix",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
    };

    /// <summary>The names of the formats that files have.</summary>
    public static IReadOnlyList<string> FileFormatNames { get; } =
        [.. Enum.GetValues<DatasetFormat>().Where(format => format != DatasetFormat.SharedPrefix).Select(NameOf)];

    /// <summary>The format of a name out of <see cref="FileFormatNames"/>; null for no such name.</summary>
    public static DatasetFormat? FormatOf(string name)
    {
        int place = FileFormatNames.ToList().IndexOf(name);
        return place < 0 ? null : Enum.GetValues<DatasetFormat>()[place];
    }

    /// <summary>What of the options fixes the conversations, as a result document says it.</summary>
    internal static string Describe(DatasetOptions options)
    {
        string text = options.Shuffle ? string.Create(CultureInfo.InvariantCulture, $", shuffled by seed {options.Seed}") : "";
        text += options.Repeat switch
        {
            1 => "",
            DatasetOptions.WithoutEnd => ", over and over",
            _ => string.Create(CultureInfo.InvariantCulture, $", {options.Repeat} times"),
        };
        text += options.Time.Speedup == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", speedup {options.Time.Speedup}");
        return text + (options.Time.LongestGap is { } gap ? string.Create(CultureInfo.InvariantCulture, $", gaps of at most {gap.TotalSeconds} s") : "");
    }
}
