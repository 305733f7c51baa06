using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoadGen.Configuration;

/// <summary>
/// Reads configuration files: YAML into nodes, nodes into JSON by the type's source-generated metadata, JSON into records. No reflection.
/// Everything that is wrong is reported at once, each problem in one line with its position.
/// </summary>
public static class YamlFile
{
    // A configuration of 4,000 workers is well under 1 MB.
    private const int BytesMax = 16 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file. Problems name it as it is given here.</param>
    /// <param name="schema">What it may hold.</param>
    /// <param name="check">
    /// Looks at the values and adds what is wrong with them. It is called even when parts of the file could not be read, so that one reading
    /// finds as much as possible.
    /// </param>
    /// <exception cref="ConfigurationException">The file cannot be read, or is wrong.</exception>
    public static YamlDocument<T> Read<T>(string path, YamlSchema<T> schema, Action<T, ProblemList>? check = null) =>
        Parse(ReadText(path), path, schema, check);

    /// <summary>Reads a file's text: UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="ConfigurationException">The file is missing, unreadable, too large or not UTF-8.</exception>
    public static string ReadText(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > BytesMax)
            {
                throw Unreadable(path, $"the file has {stream.Length} bytes; accepted: {BytesMax} at most");
            }

            using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw Unreadable(path, "the file is not UTF-8 text");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(path, "the file does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, $"the file cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads text that came from a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">The file's name, for problems.</param>
    /// <param name="schema">What it may hold.</param>
    /// <param name="check">As for <see cref="Read"/>.</param>
    /// <exception cref="ConfigurationException">The text is wrong.</exception>
    public static YamlDocument<T> Parse<T>(string text, string fileName, YamlSchema<T> schema, Action<T, ProblemList>? check = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(schema);
        var problems = new ProblemList(fileName);
        YamlNode? root = YamlTreeReader.Read(text, problems);
        JsonNode? json = root is null ? null : new YamlToJson(problems, schema.Defaults).Convert(root, schema.Type, "");
        if (json is null)
        {
            throw problems.Exception();
        }

        T value = JsonSerializer.Deserialize(json, schema.Type)!;
        check?.Invoke(value, problems);
        problems.ThrowIfAny();
        return new YamlDocument<T>(value, fileName, problems.Places);
    }

    /// <summary>
    /// Reads text that came from a file as a tree: for files whose values are expressions (${…}), or whose keys need their own positions.
    /// The caller says what keys there may be.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">The file's name, for problems.</param>
    /// <exception cref="ConfigurationException">The text is no YAML, or no mapping.</exception>
    public static YamlMapping ParseTree(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new ProblemList(fileName);
        YamlNode? root = YamlTreeReader.Read(text, problems, hasExpressions: true);
        if (root is not null and not YamlMapping)
        {
            problems.AddAt(root.Place, "", $"found {Words.Found(root, "")}; accepted: a mapping of keys");
        }

        problems.ThrowIfAny();
        return (YamlMapping)root!;
    }

    private static ConfigurationException Unreadable(string path, string message) => new([new ConfigurationProblem(path, 1, 1, "", message)]);
}
