using System.Text.Json;
using LoadGen.Results.Points;

namespace LoadGen.Results.Tests.Points;

public class WorkerShapeTests
{
    [Theory]
    [InlineData(8, 8, 1, 8, null)]
    [InlineData(8, 2, 1, 8, 2)]
    [InlineData(1, 8, 1, 8, null)]
    [InlineData(2, 4, 1, 8, null)]
    [InlineData(4, 4, 2, 8, null)]
    [InlineData(4, 2, 2, 8, 2)]
    [InlineData(8, null, 1, 8, null)]
    [InlineData(8, 3, 3, 8, 3)]
    public void A_data_parallel_size_is_told_where_it_does_not_follow_from_the_rest(int tp, int? dp, int workers, int gpus, int? expected) =>
        Assert.Equal(expected, new WorkerShape { Tp = tp, Dp = dp, DpAttention = true, Workers = workers, Gpus = gpus }.UnusualDp());

    [Fact]
    public void Keys_of_before_stand_and_another_degree_is_another_point()
    {
        var shape = new WorkerShape { Tp = 8, DpAttention = true, Gpus = 8 };
        Assert.Equal(Key(shape), Key(shape with { Dp = 8 }));
        Assert.NotEqual(Key(shape), Key(shape with { Dp = 2 }));
        Assert.NotEqual(Key(shape with { Dp = 4 }), Key(shape with { Dp = 2 }));
        Assert.EndsWith("|tp8,pp1,ep1,dpatrue,1x,8,dp2|", Key(shape with { Dp = 2 }), StringComparison.Ordinal);
        Assert.Contains("tp8 dpa2 ", PointLabel.Of(Identity(shape with { Dp = 2 })) + " ", StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_read_and_written_and_left_out_where_nobody_says_it()
    {
        const string before = """{"hardware":"h200","framework":"f","model":"m","precision":"p","decode":{"tp":8,"pp":1,"ep":1,"dp_attention":true,"workers":1,"gpus":8}}""";
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        PointIdentity read = JsonSerializer.Deserialize<PointIdentity>(before, options)!;
        Assert.Null(read.Decode.Dp);
        Assert.DoesNotContain("\"dp\"", JsonSerializer.Serialize(read, options), StringComparison.Ordinal);
        string now = JsonSerializer.Serialize(Identity(read.Decode with { Dp = 4 }), options);
        Assert.Contains("\"dp\":4", now, StringComparison.Ordinal);
        Assert.Equal(4, JsonSerializer.Deserialize<PointIdentity>(now, options)!.Decode.Dp);
    }

    private static string Key(WorkerShape shape) => PointKey.Of(Identity(shape));

    private static PointIdentity Identity(WorkerShape shape) => new() { Hardware = "h200", Framework = "f", Model = "m", Precision = "p", Decode = shape };
}
