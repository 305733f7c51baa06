using LoadGen.Configuration;

namespace LoadGen.Economics.Skus;

/// <summary>Reads and checks one SKU's file. Everything that is wrong is reported at once, each problem with its position.</summary>
public static class SkuReader
{
    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it came from: its name says the SKU's id, and problems name it as it is given here.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static YamlDocument<Sku> Parse(string text, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string id = Path.GetFileNameWithoutExtension(path);
        return YamlFile.Parse(text, path, SkuSchema.Instance, (sku, problems) =>
        {
            SkuChecks.Check(sku, id, problems);
            PriceChecks.Check(sku, problems);
        });
    }
}
