using LoadGen.Configuration;
using LoadGen.Evaluation.Questions;

namespace LoadGen.Evaluation.Settings;

/// <summary>Reads and checks an evaluation's file. Whatever is wrong is reported at once, each problem with its position.</summary>
public static class EvaluationFileReader
{
    // Where a required part is missing, these are never seen: the file is refused.
    private static readonly YamlSchema<EvaluationFile> s_schema = new(
        EvaluationFileJson.Default.EvaluationFile,
        new EvaluationFile
        {
            Dataset = new DatasetSection { Shape = DatasetShape.Pairs },
            Prompt = new PromptSection { Template = "" },
            Extract = new ExtractSection { Strict = [] },
            Match = new MatchSection { By = MatchBy.Exact },
        },
        new DatasetSection { Shape = DatasetShape.Pairs },
        new PromptSection { Template = "" },
        new FewShotSection(),
        new GenerationSection(),
        new ExtractSection { Strict = [] },
        new ExtractRule { By = ExtractBy.Whole },
        new MatchSection { By = MatchBy.Exact });

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file. Problems name it as it is given here.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static YamlDocument<EvaluationFile> Read(string path) => Parse(YamlFile.ReadText(path), path);

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it came from.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static YamlDocument<EvaluationFile> Parse(string text, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return YamlFile.Parse(text, path, s_schema, EvaluationFileChecks.Check);
    }
}
