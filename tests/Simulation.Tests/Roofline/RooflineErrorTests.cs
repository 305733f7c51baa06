using System.Runtime.CompilerServices;
using LoadGen.Simulation.Roofline;

namespace LoadGen.Simulation.Tests.Roofline;

/// <summary>The error that docs/simulation.md states is the error, and the constants are where the training rows put them.</summary>
public class RooflineErrorTests
{
    private static readonly RealRow[] s_rows = [.. RealRow.All.Where(row => row.IsConsistent)];

    [Fact]
    public void Three_of_145_rows_contradict_themselves_and_are_left_out()
    {
        Assert.Equal(145, RealRow.All.Count);
        Assert.Equal([50, 55, 68], RealRow.All.Where(row => !row.IsConsistent).Select(row => row.Index));
    }

    [Fact]
    public void The_page_states_the_error_as_it_is()
    {
        string[] page = File.ReadAllLines(Page());
        Assert.All(Lines(), line => Assert.Contains(line, page));
    }

    [Fact]
    public void The_error_on_rows_that_were_not_fitted_stays_bounded()
    {
        Prediction[] found = [.. s_rows.Select(row => row.Predict(RooflineConstants.Fitted))];
        RealRow[] test = [.. s_rows.Where(row => !row.IsTraining)];
        Assert.True(MedianError(test, (row, found) => found.OutputTokensPerSPerGpu / row.OutputPerGpu) < 0.15);
        Assert.True(MedianError(test, (row, found) => found.TpotS / row.TpotS) < 0.15);
        Assert.All(found, prediction => Assert.True(prediction is { OutputTokensPerSPerGpu: > 0, TpotS: > 0, TtftS: > 0 }));
    }

    [Fact]
    public void No_constant_is_better_elsewhere_for_the_rows_it_was_fitted_to()
    {
        RealRow[] training = [.. s_rows.Where(row => row.IsTraining)];
        double loss = RooflineFit.Loss(RooflineConstants.Fitted, training);
        foreach ((string name, Func<RooflineConstants, double> get, Func<RooflineConstants, double, RooflineConstants> set, _) in RooflineFit.Knobs)
        {
            foreach (double factor in (double[])[0.95, 1.05])
            {
                RooflineConstants moved = set(RooflineConstants.Fitted, get(RooflineConstants.Fitted) * factor);
                Assert.True(RooflineFit.Loss(moved, training) > loss * 0.999, $"{name} × {factor}");
            }
        }
    }

    [Fact]
    public void Descending_further_gains_next_to_nothing()
    {
        RealRow[] training = [.. s_rows.Where(row => row.IsTraining)];
        double loss = RooflineFit.Loss(RooflineConstants.Fitted, training);
        Assert.InRange(RooflineFit.Loss(RooflineFit.Descend(RooflineConstants.Fitted, training, rounds: 8), training), loss * 0.99, loss);
    }

    private static IEnumerable<string> Lines() =>
    [
        ErrorTable.Line("fitted rows", [.. s_rows.Where(row => row.IsTraining)]),
        ErrorTable.Line("other rows", [.. s_rows.Where(row => !row.IsTraining)]),
        .. s_rows.Where(row => !row.IsTraining).GroupBy(row => row.Sku).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => ErrorTable.Line(group.Key, [.. group])),
    ];

    private static double MedianError(IReadOnlyList<RealRow> rows, Func<RealRow, Prediction, double> ratio) =>
        ErrorTable.Percentile([.. rows.Select(row => Math.Abs(ratio(row, row.Predict(RooflineConstants.Fitted)) - 1))], 0.5);

    private static string Page([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "simulation.md");
}
