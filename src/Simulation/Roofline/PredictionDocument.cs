using System.Globalization;
using System.Text.Json;

namespace LoadGen.Simulation.Roofline;

/// <summary>What the closed form says of one engine under one traffic, for reading: as a table and as JSON.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Traffic">Its traffic.</param>
public sealed record PredictionDocument(Deployment Engine, Traffic Traffic)
{
    private const int NameWidth = 22;
    private const int ValueWidth = 12;

    /// <summary>All that makes it impossible, each with what would be right; empty when there is a prediction.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [.. Engine.Validate()];
        double tokens = Traffic.InputTokens + Traffic.OutputTokens;
        if (tokens > Engine.Model.Context)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"isl + osl is {tokens:F0} tokens, more than the {Engine.Model.Context} of {Engine.Model.Id}: ask for less"));
        }
        else if (problems.Count == 0 && KvBudget.Of(Engine) is var budget && budget.For(tokens) > budget.Bytes)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"a request of {tokens:F0} tokens takes more than the KV cache of {Engine.Tp} {Engine.Sku.Id}: raise tp, or ask for less"));
        }

        return problems;
    }

    /// <summary>Writes a line for each figure: name, value, unit and meaning.</summary>
    /// <param name="output">Gets them.</param>
    public void WriteTable(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"roofline of {Engine.Model.Id} in {Engine.Precision} on {Engine.Tp} {Engine.Sku.Id} (dp {Engine.Dp}), {Traffic.Concurrency:F0} requests of {Traffic.InputTokens:F0} + {Traffic.OutputTokens:F0} tokens"));
        foreach ((string name, double value, string meaning) in Figures())
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name.PadRight(NameWidth)}{value.ToString("F2", CultureInfo.InvariantCulture),ValueWidth}  {meaning}"));
        }

        output.WriteLine("A prediction, not a measurement: docs/simulation.md has its error.");
    }

    /// <summary>Writes one object: what it is of, and the figures by the names of the table.</summary>
    /// <param name="json">Gets it.</param>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("schema", "loadgen.prediction");
        json.WriteNumber("version", 1);
        json.WriteString("sku", Engine.Sku.Id);
        json.WriteString("model", Engine.Model.Id);
        json.WriteString("precision", Engine.Precision);
        json.WriteString("kv_precision", Engine.KvPrecisionInUse());
        json.WriteNumber("tp", Engine.Tp);
        json.WriteNumber("ep", Engine.Ep);
        json.WriteNumber("dp", Engine.Dp);
        json.WriteNumber("spec_tokens", Engine.SpecTokens);
        json.WriteNumber("concurrency", Traffic.Concurrency);
        json.WriteNumber("isl", Traffic.InputTokens);
        json.WriteNumber("osl", Traffic.OutputTokens);
        foreach ((string name, double value, _) in Figures())
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
    }

    private IEnumerable<(string Name, double Value, string Meaning)> Figures()
    {
        const double MsPerS = 1e3;
        Prediction found = RooflinePredictor.Predict(Engine, Traffic);
        double share = (Traffic.InputTokens + Traffic.OutputTokens) / Traffic.OutputTokens;
        return
        [
            ("output_tput_per_gpu", found.OutputTokensPerSPerGpu, "output tokens per second and GPU"),
            ("tput_per_gpu", found.OutputTokensPerSPerGpu * share, "prompt and output tokens per second and GPU"),
            ("output_tput", found.OutputTokensPerSPerGpu * Engine.Tp, "output tokens per second"),
            ("tpot_ms", found.TpotS * MsPerS, "mean time per output token, ms"),
            ("interactivity", found.Interactivity, "tokens per second and user"),
            ("ttft_ms", found.TtftS * MsPerS, "mean time to first token, ms: its order of magnitude"),
            ("running", found.Running, "requests in the batch; the others wait for room"),
        ];
    }
}
