using LoadGen.Configuration;

namespace LoadGen.Economics.Skus;

/// <summary>SKUs can be told apart: what names one names no other. Names are compared as detection does: without their case.</summary>
internal static class CatalogChecks
{
    public static IReadOnlyList<ConfigurationProblem> Check(IReadOnlyList<YamlDocument<Sku>> documents)
    {
        var problems = new List<ConfigurationProblem>();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var pciIds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var driverNames = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (YamlDocument<Sku> document in documents)
        {
            Sku sku = document.Value;
            Once(names, sku.Name, document, "name", problems);
            for (int i = 0; i < sku.Detection.PciIds.Count; i++)
            {
                Once(pciIds, sku.Detection.PciIds[i], document, $"detection.pci_ids[{i}]", problems);
            }

            for (int i = 0; i < sku.Detection.Names.Count; i++)
            {
                Once(driverNames, sku.Detection.Names[i], document, $"detection.names[{i}]", problems);
            }
        }

        return problems;
    }

    private static void Once(Dictionary<string, string> seen, string text, YamlDocument<Sku> document, string path, List<ConfigurationProblem> problems)
    {
        if (!seen.TryAdd(text, document.Where(path)))
        {
            problems.Add(document.ProblemAt(path, $"'{text}' stands already at {seen[text]}"));
        }
    }
}
