using System.Globalization;
using LoadGen.Economics.Models;
using LoadGen.Economics.Skus;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Tests.Roofline;

/// <summary>
/// A row of InferenceX's dashboard for DeepSeek R1 (data/dsr1_rows.csv: 145 rows of 2025-10 to 2026-06, the columns that the roofline needs),
/// and the same as a deployment.
/// </summary>
internal sealed class RealRow
{
    // --random-range-ratio 0.8: lengths are uniform from 0.8 to 1 of what is asked for.
    private const double MeanLength = 0.9;

    // Rows do not say how many tokens they draft: three, and one with data-parallel attention, as InferenceX's recipes have it.
    private const int Drafts = 3;
    private const int DraftsDataParallel = 1;

    // Requests under way = their rate × their duration (Little). A row that is further off than half as much again mis-records something.
    private const double LittleFactorMax = 1.5;

    private readonly Dictionary<string, string> _fields;

    private RealRow(int index, Dictionary<string, string> fields) => (Index, _fields) = (index, fields);

    public int Index { get; }

    /// <summary>Every other row is for fitting, the others show the error.</summary>
    public bool IsTraining => Index % 2 == 0;

    public string Sku => _fields["hardware"];

    public bool IsPair => _fields["disagg"] == "true";

    public double Concurrency => Number("conc");

    public double TpotS => Number("mean_tpot");

    public double TtftS => Number("mean_ttft");

    /// <summary>The oldest rows have no throughput of output alone: its share is that of the lengths.</summary>
    public double OutputPerGpu => _fields["output_tput_per_gpu"].Length > 0
        ? Number("output_tput_per_gpu")
        : Number("tput_per_gpu") * Number("osl") / (Number("osl") + Number("isl"));

    public Traffic Traffic => new(Concurrency, Number("isl") * MeanLength, Number("osl") * MeanLength);

    /// <summary>Rows that contradict themselves: nothing can be held against them.</summary>
    public bool IsConsistent
    {
        get
        {
            double little = OutputPerGpu * DecodeGpus * Number("mean_e2el") / Traffic.OutputTokens / Concurrency;
            bool isLegacyPair = IsPair && _fields["is_multinode"] == "false";
            return !isLegacyPair && little is < LittleFactorMax and > 1 / LittleFactorMax;
        }
    }

    // For aggregated rows num_decode_gpu is tp·ep, which is not how many GPUs there are.
    private double DecodeGpus => IsPair ? Number("num_decode_gpu") : Number("decode_tp");

    public static IReadOnlyList<RealRow> All { get; } = Read();

    public Prediction Predict(RooflineConstants constants)
    {
        if (!IsPair)
        {
            return RooflinePredictor.Predict(Engine(constants, (int)Number("decode_tp"), "decode"), Traffic);
        }

        int prefills = Math.Max(1, (int)Number("prefill_num_workers"));
        int decodes = Math.Max(1, (int)Number("decode_num_workers"));
        return RooflinePredictor.Predict(
            new PairDeployment(
                Engine(constants, (int)Number("num_prefill_gpu") / prefills, "prefill"), prefills,
                Engine(constants, (int)Number("num_decode_gpu") / decodes, "decode"), decodes),
            Traffic);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"row {Index}: {Sku} {_fields["framework"]} {_fields["precision"]} {_fields["spec_method"]} {_fields["isl"]}/{_fields["osl"]} c{_fields["conc"]}");

    private Deployment Engine(RooflineConstants constants, int gpus, string role)
    {
        bool isDataParallel = _fields[$"{role}_dp_attention"] == "true";
        bool isSpeculative = _fields["spec_method"] != "none";
        return new Deployment
        {
            Sku = SkuCatalog.BuiltIn.Get(Sku),
            Model = ModelCatalog.BuiltIn.Get("dsr1"),
            Precision = _fields["precision"],
            Tp = gpus,
            Dp = isDataParallel ? gpus : 1,
            Ep = isDataParallel ? gpus : 1,
            SpecTokens = !isSpeculative ? 0 : isDataParallel ? DraftsDataParallel : Drafts,
            Acceptance = constants.Acceptance,
            Constants = constants,
        };
    }

    private double Number(string name) => double.Parse(_fields[name], CultureInfo.InvariantCulture);

    private static List<RealRow> Read()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "data", "dsr1_rows.csv"));
        string[] names = lines[0].Split(',');
        return [.. lines.Skip(1).Select((line, index) => new RealRow(index, names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second)))];
    }
}
