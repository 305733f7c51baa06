using System.Net;
using System.Text.Json;

namespace LoadGen.Telemetry.Roles;

/// <summary>
/// The GPUs of a launch by role, from its <c>manifest.json</c>: of each of <c>workers</c> its <c>name</c>, <c>role</c>, <c>node</c> and <c>gpus</c> are read, and nothing else. A
/// worker is on this host when its node is this host's name, a loopback name or address, left out, or the only one in the file.
/// </summary>
public static class LaunchManifest
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hostName">This host's name.</param>
    /// <returns>One entry a role that has GPUs.</returns>
    /// <exception cref="TelemetryException">It cannot be read, or is no manifest.</exception>
    public static IReadOnlyList<GpuRole> Read(string path, string hostName)
    {
        try
        {
            IReadOnlyList<GpuRole> roles = Parse(File.ReadAllBytes(path), hostName);
            return roles.Count > 0 ? roles : throw new TelemetryException($"{path}: none of the launch's workers has GPUs, so there is no role to sum energy by; leave the manifest out, or name a launch with GPUs");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TelemetryException($"{path} cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new TelemetryException($"{path}:{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}: no valid JSON from here on; accepted: the manifest.json that 'loadgen launch' writes into its run folder", e);
        }
        catch (FormatException e)
        {
            throw new TelemetryException($"{path} is no launch manifest: {e.Message}; 'loadgen launch' writes one into its run folder", e);
        }
    }

    /// <summary>Reads its text.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">It is no manifest.</exception>
    internal static IReadOnlyList<GpuRole> Parse(ReadOnlyMemory<byte> json, string hostName)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("workers"u8, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("it has no list 'workers'");
        }

        Worker[] workers = [.. list.EnumerateArray().Select((worker, index) => ReadWorker(worker, $"workers[{index}]")).Where(w => w.Gpus.Length > 0)];
        bool isOneNode = workers.Select(w => w.Node).Distinct(StringComparer.OrdinalIgnoreCase).Count() <= 1;
        GpuRole[] roles =
        [
            .. workers.GroupBy(w => w.Role).Select(role => new GpuRole(
                role.Key,
                [.. role.Where(w => isOneNode || IsHere(w.Node, hostName)).SelectMany(w => w.Gpus).Distinct().Order()],
                role.Where(w => !isOneNode && !IsHere(w.Node, hostName)).Sum(w => w.Gpus.Length))),
        ];
        return roles;
    }

    private static Worker ReadWorker(JsonElement worker, string key)
    {
        if (worker.ValueKind != JsonValueKind.Object
            || !worker.TryGetProperty("role"u8, out JsonElement role) || role.ValueKind != JsonValueKind.String)
        {
            throw new FormatException($"{key} has no 'role'");
        }

        int[] gpus = [];
        if (worker.TryGetProperty("gpus"u8, out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            gpus = [.. list.EnumerateArray().Select(g => g.ValueKind == JsonValueKind.Number && g.TryGetInt32(out int index) && index >= 0
                ? index
                : throw new FormatException($"{key}.gpus holds what is no index"))];
        }

        return new Worker(role.GetString()!, Node(worker), gpus);
    }

    // A name, or a number within the launch.
    private static string Node(JsonElement worker) =>
        worker.TryGetProperty("node"u8, out JsonElement node) && node.ValueKind is JsonValueKind.String or JsonValueKind.Number ? node.ToString() : "";

    private static bool IsHere(string node, string hostName) =>
        node.Length == 0
        || node.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(node, out IPAddress? address) && node.Contains('.', StringComparison.Ordinal) && IPAddress.IsLoopback(address))
        || FirstLabel(node).Equals(FirstLabel(hostName), StringComparison.OrdinalIgnoreCase);

    private static string FirstLabel(string name) => name.Split('.')[0];

    private sealed record Worker(string Role, string Node, int[] Gpus);
}
