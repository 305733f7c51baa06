using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoadGen.Sbom;

/// <summary>
/// A bill of materials in CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/). The same binary gives the same
/// bytes: no time stamp, and a serial number made from the binary's hash.
/// </summary>
internal sealed class CycloneDxDocument(string binaryPath, string applicationVersion, string rid, string commit)
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Write(IReadOnlyList<Component> components)
    {
        byte[] hash = SHA256.HashData(File.ReadAllBytes(binaryPath));
        string reference = $"pkg:generic/loadgen@{applicationVersion}?arch={rid}";
        var document = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.5",
            ["serialNumber"] = $"urn:uuid:{SerialNumber(hash)}",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = Application(reference, hash) },
            ["components"] = new JsonArray([.. components.Select(component => component.ToJson())]),
            ["dependencies"] = new JsonArray(new JsonObject
            {
                ["ref"] = reference,
                ["dependsOn"] = new JsonArray([.. components.Select(component => JsonValue.Create(component.PackageUrl))]),
            }),
        };
        return document.ToJsonString(s_indented) + "\n";
    }

    private JsonObject Application(string reference, byte[] hash) => new()
    {
        ["type"] = "application",
        ["bom-ref"] = reference,
        ["name"] = "loadgen",
        ["version"] = applicationVersion,
        ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-256", ["content"] = Convert.ToHexStringLower(hash) }),
        ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "Apache-2.0" } }),
        ["properties"] = new JsonArray(
            new JsonObject { ["name"] = "loadgen:commit", ["value"] = commit },
            new JsonObject { ["name"] = "loadgen:rid", ["value"] = rid }),
    };

    // RFC 9562, section 5.8: version 8 is for a UUID of one's own making.
    private static Guid SerialNumber(byte[] hash)
    {
        byte[] bytes = hash[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
