using LoadGen.Configuration;

namespace LoadGen.Economics.Models;

/// <summary>Reads and checks one model's file. Everything that is wrong is reported at once, each problem with its position.</summary>
public static class ModelReader
{
    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it came from: its name says the model's id, and problems name it as it is given here.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static YamlDocument<ModelShape> Parse(string text, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string id = Path.GetFileNameWithoutExtension(path);
        return YamlFile.Parse(text, path, ModelSchema.Instance, (model, problems) => ModelChecks.Check(model, id, problems));
    }
}
