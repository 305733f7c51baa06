using System.Reflection;
using LoadGen.Configuration;
using LoadGen.Evaluation.Questions;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Settings;

/// <summary>An evaluation and where it came from: a file, or one that the binary carries (configs/evals).</summary>
public sealed class EvaluationSource
{
    private const string Folder = "configs/evals/";
    private const string Extension = ".yaml";

    private readonly string? _folder;

    private EvaluationSource(YamlDocument<EvaluationFile> document, string? folder) => (Document, _folder) = (document, folder);

    /// <summary>Evaluations that the binary carries, in alphabetical order.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
    [
        .. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The evaluation, with a name.</summary>
    public YamlDocument<EvaluationFile> Document { get; }

    private static Assembly Assembly => typeof(EvaluationSource).Assembly;

    /// <summary>Opens one.</summary>
    /// <param name="name">A name of <see cref="BuiltIn"/>, or a file: what has a slash or ends in .yaml or .yml.</param>
    /// <exception cref="ConfigurationException">The file cannot be used.</exception>
    /// <exception cref="QuestionFileException">There is none of that name.</exception>
    public static EvaluationSource Open(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('/', StringComparison.Ordinal) || name.EndsWith(Extension, StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal))
        {
            return new EvaluationSource(Named(EvaluationFileReader.Read(name), name), Path.GetDirectoryName(Path.GetFullPath(name)));
        }

        string resource = Folder + name + Extension;
        if (!BuiltIn.Contains(name))
        {
            string hint = Spelling.Nearest(name, BuiltIn) is { } nearest ? $"did you mean {nearest}? " : "";
            throw new QuestionFileException([$"no evaluation is called '{name}'; {hint}accepted: {string.Join(", ", BuiltIn)}, or a file such as ./{name}{Extension}"]);
        }

        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!);
        return new EvaluationSource(Named(EvaluationFileReader.Parse(reader.ReadToEnd(), resource), name), null);
    }

    /// <summary>Reads a data set that the evaluation's own file names, which is relative to it.</summary>
    /// <exception cref="QuestionFileException">It cannot be used.</exception>
    public QuestionSet Read(string file, OnBadLine policy)
    {
        DatasetShape shape = Document.Value.Dataset.Shape;
        if (_folder is not null)
        {
            return QuestionFile.Read(Path.Combine(_folder, file), shape, policy);
        }

        using Stream stream = Assembly.GetManifestResourceStream(Folder + file)
            ?? throw new QuestionFileException([$"{Folder}{file}: the binary does not carry this file"]);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return QuestionFile.Parse(bytes, Folder + file, shape, policy);
    }

    private static YamlDocument<EvaluationFile> Named(YamlDocument<EvaluationFile> document, string name) =>
        document.With(document.Value with { Name = document.Value.Name ?? Path.GetFileNameWithoutExtension(name) });
}
