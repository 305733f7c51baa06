using LoadGen.Configuration;

namespace LoadGen.Economics.Skus;

/// <summary>SKUs can be told apart: what names one names no other.</summary>
internal static class CatalogChecks
{
    public static IEnumerable<ConfigurationProblem> Check(IReadOnlyList<YamlDocument<Sku>> documents) =>
    [
        .. Twice(documents, sku => [("name", sku.Name)]),
        .. Twice(documents, sku => sku.Detection.PciIds.Select((id, i) => ($"detection.pci_ids[{i}]", id))),
        .. Twice(documents, sku => sku.Detection.Names.Select((name, i) => ($"detection.names[{i}]", name))),
    ];

    // Names are compared as detection does: without their case.
    private static IEnumerable<ConfigurationProblem> Twice(
        IReadOnlyList<YamlDocument<Sku>> documents, Func<Sku, IEnumerable<(string Path, string Text)>> texts)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (YamlDocument<Sku> document in documents)
        {
            foreach ((string path, string text) in texts(document.Value))
            {
                string where = document.Where(path);
                if (!seen.TryAdd(text, where))
                {
                    yield return document.ProblemAt(path, $"'{text}' stands already at {seen[text]}");
                }
            }
        }
    }
}
