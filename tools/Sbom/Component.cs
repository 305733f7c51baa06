using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace LoadGen.Sbom;

/// <summary>One entry of the SBOM's <c>components</c>.</summary>
internal sealed record Component(string Name, string Version, string? LicenseId, string PackageUrl, string? Note)
{
    // SPDX identifiers of the C libraries that come without package metadata; docs/dependencies.md has the reasons.
    private static readonly Dictionary<string, string> s_linkedLicenses = new(StringComparer.Ordinal)
    {
        ["OpenSSL"] = "Apache-2.0",
        ["zlib-ng"] = "Zlib",
        ["Brotli"] = "MIT",
    };

    // npm packages that are bundled into the report's page, which the binary carries.
    private static readonly Dictionary<string, string> s_bundledLicenses = new(StringComparer.Ordinal)
    {
        ["echarts"] = "Apache-2.0",
        ["zrender"] = "BSD-3-Clause",
        ["tslib"] = "0BSD",
    };

    /// <summary>A NuGet package, its licence read from the package itself.</summary>
    public static Component FromPackage(RestoredPackage package, string packagesFolder)
    {
        string id = package.Id.ToLowerInvariant();
        string nuspec = Path.Combine(packagesFolder, id, package.Version, $"{id}.nuspec");
        return new Component(
            package.Id, package.Version, ReadLicense(nuspec), $"pkg:nuget/{package.Id}@{package.Version}", Note: null);
    }

    /// <summary>A C library linked in from an archive, or a bundled npm package, given as NAME=VERSION.</summary>
    public static Component FromLinkedLibrary(string nameAndVersion)
    {
        if (nameAndVersion.Split('=') is not [{ Length: > 0 } name, { Length: > 0 } version])
        {
            throw new SbomException($"--linked wants NAME=VERSION, not '{nameAndVersion}'");
        }

        if (s_bundledLicenses.TryGetValue(name, out string? bundled))
        {
            return new Component(name, version, bundled, $"pkg:npm/{name}@{version}", "bundled into the report's page");
        }

        if (!s_linkedLicenses.TryGetValue(name, out string? license))
        {
            throw new SbomException($"the licence of '{name}' is not known; known: {string.Join(", ", s_linkedLicenses.Keys.Concat(s_bundledLicenses.Keys))}");
        }

        return new Component(name, version, license, $"pkg:generic/{name.ToLowerInvariant()}@{version}", "statically linked");
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = PackageUrl,
            ["name"] = Name,
            ["version"] = Version,
        };
        if (Note is not null)
        {
            json["description"] = Note;
        }

        if (LicenseId is not null)
        {
            json["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = LicenseId } });
        }

        json["purl"] = PackageUrl;
        return json;
    }

    private static string? ReadLicense(string nuspecPath)
    {
        XElement? license = XDocument.Load(nuspecPath).Descendants().FirstOrDefault(
            element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression");
        return license?.Value;
    }
}
