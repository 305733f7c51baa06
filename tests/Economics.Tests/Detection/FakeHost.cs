using LoadGen.Economics.Detection;
using LoadGen.Economics.Skus;

namespace LoadGen.Economics.Tests.Detection;

/// <summary>A host that says what a test tells it to.</summary>
internal sealed class FakeHost : IHostReader
{
    private const string Pci = "/sys/bus/pci/devices";

    private readonly Dictionary<string, ToolAnswer> _tools = [];
    private readonly SortedDictionary<string, (string Vendor, string Device, string Class)> _pci = new(StringComparer.Ordinal);

    /// <summary>Command lines that were run.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>It has <c>nvidia-smi</c>.</summary>
    public FakeHost NvidiaSmi(string stdout, int? exitCode = 0) => Tool(
        "nvidia-smi --query-gpu=index,pci.device_id,uuid,memory.total,memory.used,driver_version,name --format=csv,noheader,nounits", stdout, exitCode);

    /// <summary>It has <c>amd-smi</c>.</summary>
    public FakeHost AmdSmi(string stdoutOfStatic, string stdoutOfList = "[]", int? exitCode = 0) =>
        Tool("amd-smi static --json", stdoutOfStatic, exitCode).Tool("amd-smi list --json", stdoutOfList, exitCode);

    /// <summary>It has a PCI device.</summary>
    public FakeHost Device(string address, string vendor, string device, string @class)
    {
        _pci[address] = (vendor, device, @class);
        return this;
    }

    public Task<HostSkus> DetectAsync() => SkuDetector.DetectAsync(SkuCatalog.BuiltIn, this, CancellationToken.None);

    public IReadOnlyList<string> ListFolder(string path) => path == Pci ? [.. _pci.Keys] : [];

    public string? ReadFile(string path)
    {
        string[] parts = path[(Pci.Length + 1)..].Split('/');
        (string vendor, string device, string @class) = _pci[parts[0]];
        return parts[1] switch { "vendor" => vendor, "device" => device, "class" => @class, _ => null } + "\n";
    }

    public Task<ToolAnswer?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        string line = string.Join(' ', [program, .. arguments]);
        Ran.Add(line);
        return Task.FromResult(_tools.GetValueOrDefault(line));
    }

    private FakeHost Tool(string line, string stdout, int? exitCode)
    {
        _tools[line] = new ToolAnswer(exitCode, stdout, "");
        return this;
    }
}
