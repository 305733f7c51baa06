using System.Globalization;
using System.Text.RegularExpressions;
using LoadGen.Configuration;

namespace LoadGen.Economics.Skus;

/// <summary>What one SKU says of itself fits together.</summary>
internal static partial class SkuChecks
{
    public static void Check(Sku sku, string id, ProblemList problems)
    {
        if (sku.Id != id)
        {
            problems.Add("id", $"found '{sku.Id}'; accepted: the file's name, '{id}'");
        }
        else if (!IdPattern().IsMatch(id))
        {
            problems.Add("id", $"found '{id}'; accepted: lower-case letters and digits, with - between");
        }

        Filled(problems, "name", sku.Name);
        Filled(problems, "architecture", sku.Architecture);
        Filled(problems, "source", sku.Source);
        Positive(problems, "gpus_per_node", sku.GpusPerNode);
        Positive(problems, "scale_up_gpus", sku.ScaleUpGpus);
        Positive(problems, "hbm_gb", sku.HbmGb);
        Positive(problems, "hbm_tb_per_s", sku.HbmTbPerS);
        Positive(problems, "scale_up_gb_per_s", sku.ScaleUpGbPerS);
        Positive(problems, "scale_out_gb_per_s", sku.ScaleOutGbPerS);
        Positive(problems, "tdp_w", sku.TdpW);
        Precisions(sku, problems);
        Telemetry(sku, problems);
        Detection(sku, problems);
        Containers(sku, problems);
    }

    public static void Positive(ProblemList problems, string path, double value)
    {
        if (value <= 0)
        {
            problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"found {value}; accepted: a number above 0"));
        }
    }

    public static void Filled(ProblemList problems, string path, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(path, "says nothing");
        }
    }

    private static void Precisions(Sku sku, ProblemList problems)
    {
        foreach ((string precision, double tflops) in sku.DenseTflops)
        {
            Known(problems, $"dense_tflops.{precision}", precision);
            Positive(problems, $"dense_tflops.{precision}", tflops);
        }

        if (!sku.DenseTflops.ContainsKey(SkuPrecision.Bf16))
        {
            problems.Add("dense_tflops", "bf16 is missing: what has no arithmetic of its own is computed in it");
        }

        if (sku.Precisions.Count == 0)
        {
            problems.Add("precisions", $"is empty; accepted: some of {string.Join(", ", SkuPrecision.All)}");
        }

        for (int i = 0; i < sku.Precisions.Count; i++)
        {
            string precision = sku.Precisions[i];
            if (!Known(problems, $"precisions[{i}]", precision))
            {
                continue;
            }

            if (sku.Precisions.Take(i).Contains(precision))
            {
                problems.Add($"precisions[{i}]", $"{precision} stands here a second time");
            }
            else if (precision != SkuPrecision.Fp4 && !sku.DenseTflops.ContainsKey(precision))
            {
                problems.Add($"precisions[{i}]", $"{precision} has no figure in dense_tflops (only fp4 may, where it is a format of weights)");
            }
        }
    }

    private static bool Known(ProblemList problems, string path, string precision)
    {
        if (SkuPrecision.All.Contains(precision))
        {
            return true;
        }

        string hint = Spelling.Nearest(precision, SkuPrecision.All) is { } nearest ? $"did you mean '{nearest}'? " : "";
        problems.Add(path, $"found '{precision}'; {hint}accepted: {string.Join(", ", SkuPrecision.All)}");
        return false;
    }

    private static void Telemetry(Sku sku, ProblemList problems)
    {
        (TelemetryKind kind, string word) = sku.Vendor switch
        {
            SkuVendor.Nvidia => (TelemetryKind.Nvml, "nvml"),
            SkuVendor.Amd => (TelemetryKind.AmdSmi, "amd_smi"),
            _ => (TelemetryKind.None, "none"),
        };
        if (sku.Telemetry != kind)
        {
            problems.Add("telemetry", $"does not fit the vendor; accepted: {word}");
        }
    }

    private static void Detection(Sku sku, ProblemList problems)
    {
        string vendor = PciVendor(sku.Vendor);
        for (int i = 0; i < sku.Detection.PciIds.Count; i++)
        {
            string id = sku.Detection.PciIds[i];
            if (!PciIdPattern().IsMatch(id) || !id.StartsWith(vendor, StringComparison.Ordinal))
            {
                problems.Add($"detection.pci_ids[{i}]", $"found '{id}'; accepted: \"{vendor}:\" and four hexadecimal digits in lower case");
            }
        }

        for (int i = 0; i < sku.Detection.Names.Count; i++)
        {
            Filled(problems, $"detection.names[{i}]", sku.Detection.Names[i]);
        }

        if (!sku.Planned && sku.Detection.PciIds.Count + sku.Detection.Names.Count == 0)
        {
            problems.Add("detection", "neither pci_ids nor names: only a planned SKU may be unknown to its drivers");
        }
    }

    // By the PCI-SIG's list of vendors.
    private static string PciVendor(SkuVendor vendor) => vendor switch
    {
        SkuVendor.Nvidia => "10de",
        SkuVendor.Amd => "1002",
        SkuVendor.Google => "1ae0",
        SkuVendor.Amazon => "1d0f",
        _ => throw new ArgumentOutOfRangeException(nameof(vendor), vendor, "a vendor without a PCI id"),
    };

    private static void Containers(Sku sku, ProblemList problems)
    {
        for (int i = 0; i < sku.ContainerFlags.Count; i++)
        {
            string flag = sku.ContainerFlags[i];
            if (!flag.StartsWith("--", StringComparison.Ordinal) || flag.Any(char.IsWhiteSpace))
            {
                problems.Add($"container_flags[{i}]", $"found '{flag}'; accepted: one option of docker run in one word, such as --ulimit=memlock=-1");
            }
        }

        for (int i = 0; i < sku.DeviceNodes.Count; i++)
        {
            if (!sku.DeviceNodes[i].StartsWith("/dev/", StringComparison.Ordinal))
            {
                problems.Add($"device_nodes[{i}]", $"found '{sku.DeviceNodes[i]}'; accepted: a path below /dev/");
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[0-9a-f]{4}:[0-9a-f]{4}\z")]
    private static partial Regex PciIdPattern();
}
