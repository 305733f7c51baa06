using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Detection;

/// <summary>
/// Finds out which SKUs a host has. Each vendor's tool is asked first, because it knows what the driver can use; for vendors whose tool told of
/// nothing, the kernel's list of PCI devices is.
/// </summary>
public static class SkuDetector
{
    private const int ExcerptMax = 200;

    /// <summary>Asks the host.</summary>
    /// <param name="catalog">The SKUs that there are.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<HostSkus> DetectAsync(SkuCatalog catalog, IHostReader host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(host);
        var matcher = new SkuMatcher(catalog);
        var notes = new List<string>();
        List<HostDevice> nvidia = await NvidiaAsync(host, notes, cancellationToken).ConfigureAwait(false);
        List<HostDevice> amd = await AmdAsync(host, notes, cancellationToken).ConfigureAwait(false);
        IEnumerable<HostDevice> pci = PciFolder.Read(host, matcher.HasPciId)
            .Where(device => !(nvidia.Count > 0 && device.PciId!.StartsWith(PciFolder.NvidiaPrefix, StringComparison.Ordinal)))
            .Where(device => !(amd.Count > 0 && device.PciId!.StartsWith(PciFolder.AmdPrefix, StringComparison.Ordinal)));
        return new HostSkus { Devices = [.. nvidia.Concat(amd).Concat(pci).Select(matcher.Match)], Notes = notes };
    }

    private static async Task<List<HostDevice>> NvidiaAsync(IHostReader host, List<string> notes, CancellationToken cancellationToken) =>
        await AskAsync(host, "nvidia-smi", NvidiaSmiText.Arguments, notes, cancellationToken).ConfigureAwait(false) is { } text
            ? [.. NvidiaSmiText.Parse(text, notes).Select(told => told.Device)]
            : [];

    private static async Task<List<HostDevice>> AmdAsync(IHostReader host, List<string> notes, CancellationToken cancellationToken)
    {
        if (await AskAsync(host, "amd-smi", AmdSmiJson.StaticArguments, notes, cancellationToken).ConfigureAwait(false) is not { } text
            || AmdSmiJson.ParseStatic(text, notes) is not { Count: > 0 } told)
        {
            return [];
        }

        string? list = await AskAsync(host, "amd-smi", AmdSmiJson.ListArguments, notes, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> uuids = list is null ? new Dictionary<string, string>() : AmdSmiJson.ParseList(list, notes);
        return [.. told.Select(one => one.Device).Select(device => device with { Uuid = device.Address is { } address ? uuids.GetValueOrDefault(address) : null })];
    }

    // What a tool says; null, with a note why, where it is not there or fails.
    private static async Task<string?> AskAsync(
        IHostReader host, string program, IReadOnlyList<string> arguments, List<string> notes, CancellationToken cancellationToken)
    {
        ToolAnswer? answer = await host.RunAsync(program, arguments, cancellationToken).ConfigureAwait(false);
        switch (answer)
        {
            case null:
                notes.Add($"{program}: not found");
                return null;
            case { ExitCode: 0 }:
                return answer.Stdout;
            case { ExitCode: null }:
                notes.Add($"{program}: gave no answer in time");
                return null;
            default:
                notes.Add($"{program}: ended with exit code {answer.ExitCode}{Excerpt(answer)}");
                return null;
        }
    }

    // nvidia-smi complains on standard output.
    private static string Excerpt(ToolAnswer answer)
    {
        string text = (answer.Stderr.Trim().Length > 0 ? answer.Stderr : answer.Stdout).Trim().ReplaceLineEndings(" ");
        return text.Length == 0 ? "" : $": {(text.Length > ExcerptMax ? text[..ExcerptMax] + "…" : text)}";
    }
}
