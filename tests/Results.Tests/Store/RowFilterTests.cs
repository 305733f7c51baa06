using LoadGen.Results.Rows;
using LoadGen.Results.Store;
using LoadGen.Results.Tests.Support;

namespace LoadGen.Results.Tests.Store;

public class RowFilterTests
{
    private static readonly IReadOnlyList<ResultRow> s_rows = InferenceXRows.Read(TestData.Path("dsr1_rows.json")).Rows;

    [Fact]
    public void Nothing_asked_for_is_everything() => Assert.Equal(145, Count(new RowFilter()));

    [Fact]
    public void Each_condition_must_hold()
    {
        Assert.Equal(16, Count(new RowFilter { Hardware = ["H200"] }));
        Assert.Equal(24, Count(new RowFilter { Hardware = ["h200", "h100"] }));
        Assert.Equal(145, Count(new RowFilter { Model = ["dsr1"] }));
        Assert.Equal(0, Count(new RowFilter { Model = ["llama70b"] }));
        Assert.Equal(57, Count(new RowFilter { Precision = ["fp4"] }));
        Assert.Equal(15, Count(new RowFilter { Framework = ["trt"] }));
        Assert.Equal(79, Count(new RowFilter { Disaggregated = true }));
        Assert.Equal(66, Count(new RowFilter { Disaggregated = false }));
        Assert.Equal(143, Count(new RowFilter { OnlySound = true }));
        Assert.Equal(0, Count(new RowFilter { Sweep = ["mine"] }));
        Assert.Equal(
            s_rows.Count(row => row.Identity is { Isl: 1024, Osl: 1024, Concurrency: 4 or 64, SpecDecoding: "mtp" }),
            Count(new RowFilter { Isl = [1024], Osl = [1024], Concurrency = [4, 64], SpecDecoding = ["mtp"] }));
    }

    private static int Count(RowFilter filter) => s_rows.Count(filter.Matches);
}
