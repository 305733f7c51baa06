using System.Globalization;
using LoadGen.Measurement.Results;

namespace LoadGen.Reporting;

/// <summary>What a result says of its prompts' lengths, where they were made to have one.</summary>
internal static class InputLines
{
    public static void Write(ResultDocument document, TextWriter output)
    {
        if (document.InputTruth is not { ClientAgainstTarget: { } made } truth)
        {
            return;
        }

        string template = truth.TemplateTokens is { } tokens ? string.Create(CultureInfo.InvariantCulture, $", the chat template's {tokens} tokens included") : "";
        output.WriteLine($"Prompt lengths by the tokenizer{template}: {Exact(made)}; by the server: {(truth.UsageAgainstTarget is { } stated ? Exact(stated) : "not stated")}");
    }

    private static string Exact(DisagreementInfo lengths) => lengths.Differing == 0
        ? $"exact in all {Figures.Count(lengths.Requests)} requests"
        : $"exact in {Figures.Count(lengths.Requests - lengths.Differing)} of {Figures.Count(lengths.Requests)} requests (length − asked for: mean {Figures.Number(lengths.Mean)}, most {Figures.Count(lengths.Largest)} either way)";
}
