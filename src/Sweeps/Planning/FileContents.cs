using System.Globalization;
using System.Security.Cryptography;
using LoadGen.Launching.Programs;

namespace LoadGen.Sweeps.Planning;

/// <summary>What stands in files of this host that a measurement depends on, as fingerprints have it.</summary>
internal sealed class FileContents
{
    // Larger than any program or script: weights and data sets, which would take longer to read than the plan to make, are told by their length.
    private const long HashedBytesMax = 256L << 20;

    private readonly SystemPrograms _programs = new();
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// The program of a command line, and the first word behind it that is no option, which is a script where the program is an interpreter: their
    /// contents, where these files are on this host, else what the command line calls them.
    /// </summary>
    public IReadOnlyList<string> OfCommand(IReadOnlyList<string> words) =>
        words.Count == 0 ? [] : [Of(_programs.Find(words[0]) ?? words[0]), .. words.Skip(1).Where(word => !word.StartsWith('-')).Take(1).Select(Of)];

    /// <summary>The files that words name by <c>@FILE</c>, also behind an option's <c>=</c> or <c>:</c>.</summary>
    public IReadOnlyList<string> OfWords(IEnumerable<string> words)
    {
        var contents = new List<string>();
        foreach (string word in words)
        {
            int end = word.StartsWith('-') ? word.IndexOfAny(['=', ':']) : -1;
            string value = word[(end + 1)..];
            if (value.StartsWith('@') && value.Length > 1)
            {
                contents.Add(Of(value[1..]));
            }
        }

        return contents;
    }

    /// <summary>What stands in a tokenizer's file and beside it, or in its folder, that decides about prompts.</summary>
    public IReadOnlyList<string> OfTokenizer(string path)
    {
        string folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        string[] beside = ["tokenizer_config.json", "chat_template.jinja"];
        IEnumerable<string> own = path == folder ? [Path.Combine(path, "tokenizer.json"), .. Directory.GetFiles(path, "*.tiktoken").Order(StringComparer.Ordinal)] : [path];
        return [.. own.Concat(beside.Select(name => Path.Combine(folder, name))).Select(file => File.Exists(file) ? Of(file) : "none")];
    }

    private string Of(string path)
    {
        if (!_known.TryGetValue(path, out string? content))
        {
            content = Read(path);
            _known.Add(path, content);
        }

        return content;
    }

    private static string Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return path;
            }

            using FileStream file = File.OpenRead(path);
            return file.Length > HashedBytesMax
                ? string.Create(CultureInfo.InvariantCulture, $"{path}, {file.Length} bytes")
                : Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A program may be executed by those who may not read it.
            return path;
        }
    }
}
