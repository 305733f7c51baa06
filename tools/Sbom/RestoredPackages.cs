using System.Text.Json;

namespace LoadGen.Sbom;

/// <summary>One package of the restore, by its identity.</summary>
internal sealed record RestoredPackage(string Id, string Version);

/// <summary>What NuGet resolved for one runtime identifier, read from <c>obj/project.assets.json</c>.</summary>
internal sealed record RestoredPackages(string ApplicationVersion, IReadOnlyList<RestoredPackage> Packages)
{
    public static RestoredPackages Read(string assetsPath, string rid)
    {
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(assetsPath));
        JsonElement root = assets.RootElement;

        JsonProperty target = root.GetProperty("targets").EnumerateObject()
            .FirstOrDefault(candidate => candidate.Name.EndsWith('/' + rid));
        if (target.Value.ValueKind == JsonValueKind.Undefined)
        {
            throw new SbomException($"{assetsPath} holds no restore for {rid}: restore with -p:LoadGenRuntimeIdentifier={rid}");
        }

        IEnumerable<RestoredPackage> referenced = target.Value.EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Split('/'))
            .Select(name => new RestoredPackage(name[0], name[1]));

        JsonElement project = root.GetProperty("project");
        IEnumerable<RestoredPackage> linkedPacks = project.GetProperty("frameworks").EnumerateObject()
            .Where(framework => framework.Value.TryGetProperty("downloadDependencies", out _))
            .SelectMany(framework => framework.Value.GetProperty("downloadDependencies").EnumerateArray())
            .Select(pack => new RestoredPackage(pack.GetProperty("name").GetString()!, ExactVersion(pack)));

        RestoredPackage[] packages = [.. referenced.Concat(linkedPacks)
            .Where(package => IsInTheBinary(package.Id, rid))
            .Distinct()
            .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)];
        return new RestoredPackages(project.GetProperty("version").GetString()!, packages);
    }

    // "[9.0.20, 9.0.20]": a pack is pinned to one version.
    private static string ExactVersion(JsonElement pack) =>
        pack.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0].Trim();

    // Reference assemblies, the JIT's host and runtime, and analyzers are restored but not linked: the native
    // runtime and the base library come from the ILCompiler pack of the target.
    private static bool IsInTheBinary(string id, string rid) =>
        !id.EndsWith(".Ref", StringComparison.Ordinal)
        && !id.StartsWith("Microsoft.NETCore.App.", StringComparison.Ordinal)
        && id is not ("Microsoft.DotNet.ILCompiler" or "Microsoft.NET.ILLink.Tasks")
        && (!id.StartsWith("runtime.", StringComparison.Ordinal)
            || id.StartsWith($"runtime.{rid}.", StringComparison.OrdinalIgnoreCase));
}
