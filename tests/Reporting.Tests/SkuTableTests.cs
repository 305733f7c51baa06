using LoadGen.Economics.Detection;
using LoadGen.Economics.Skus;

namespace LoadGen.Reporting.Tests;

public class SkuTableTests
{
    private const int Columns = 100;

    [Fact]
    public void A_row_has_the_figures_and_the_prices_of_the_newest_table()
    {
        string[] lines = Lines(output => SkuTable.Write(SkuCatalog.BuiltIn.Skus, output));
        Assert.Contains("b200            8/8  180   8.0   2250   4500   9000  1000  1.71  1.73  2.07  2.60  2026-07", lines);
        Assert.Contains("vr-nvl72*      4/72  288  22.0   4000  17500  35000  1800     -     -     -     -  -", lines);
        Assert.Contains("rtx6000pro      8/8   96   1.6    500   1000   2000   600 0.975  0.68  0.75  0.52  2026-07", lines);
    }

    [Fact]
    public void It_fits_a_terminal()
    {
        Assert.All(Lines(output => SkuTable.Write(SkuCatalog.BuiltIn.Skus, output)), line => Assert.InRange(line.Length, 0, Columns));
        Assert.All(SkuCatalog.BuiltIn.Skus, sku => Assert.All(Lines(output => SkuDetails.Write(sku, output)), line => Assert.InRange(line.Length, 0, Columns)));
    }

    [Fact]
    public void Only_planned_ones_bring_the_note_on_them()
    {
        Assert.Contains("* planned", string.Concat(Lines(output => SkuTable.Write(SkuCatalog.BuiltIn.Skus, output))), StringComparison.Ordinal);
        Assert.DoesNotContain("*", string.Concat(Lines(output => SkuTable.Write([SkuCatalog.BuiltIn.Get("h100")], output))), StringComparison.Ordinal);
    }

    [Fact]
    public void Details_have_every_table_with_its_date_and_source()
    {
        string[] lines = Lines(output => SkuDetails.Write(SkuCatalog.BuiltIn.Get("b300"), output));
        Assert.Equal("b300: B300", lines[0]);
        Assert.Contains("  vendor          NVIDIA, Blackwell Ultra, in x64 hosts", lines);
        Assert.Contains("  dense TFLOPS    bf16 2250, fp8 4500, fp4 13500", lines);
        string text = string.Join(' ', string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("table article of 2025-10: 2.17 kW provisioned; $/GPU-hour 2.34 hyperscaler, 2.808 neocloud, 3.48 3-year rental (SemiAnalysis", text, StringComparison.Ordinal);
        Assert.Contains("table 2026-07 of 2026-07: 1.90 kW provisioned; $/GPU-hour 2.26 hyperscaler", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hosts_devices_stand_with_their_SKU_or_the_reason_why_there_is_none()
    {
        var known = new DetectedDevice("h200", null, new HostDevice { Source = DetectionSource.NvidiaSmi, Index = 0, Name = "NVIDIA H200", PciId = "10de:2335", MemoryMib = 143771 });
        var unknown = new DetectedDevice(null, "the catalog has no SKU with the PCI id 10de:1ff2", new HostDevice { Source = DetectionSource.Pci, Index = 0, PciId = "10de:1ff2" });
        Assert.Equal(
            [
                "h200: 1 device (nvidia-smi)",
                "   0  h200       10de:2335   140 GiB  NVIDIA H200                         nvidia-smi",
            ],
            Lines(output => HostSkuTable.Write(new HostSkus { Devices = [known], Notes = [] }, output)));
        Assert.Equal(
            [
                "no single SKU: 1 of 2 devices known, h200 (nvidia-smi, PCI)",
                "   0  h200       10de:2335   140 GiB  NVIDIA H200                         nvidia-smi",
                "   0  unknown    10de:1ff2         -  -                                   PCI",
                "      the catalog has no SKU with the PCI id 10de:1ff2",
                "  amd-smi: not found",
            ],
            Lines(output => HostSkuTable.Write(new HostSkus { Devices = [known, unknown], Notes = ["amd-smi: not found"] }, output)));
    }

    [Fact]
    public void A_host_without_accelerators_says_so() =>
        Assert.Equal(["no accelerators found"], Lines(output => HostSkuTable.Write(new HostSkus { Devices = [], Notes = [] }, output)));

    private static string[] Lines(Action<TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(output);
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
