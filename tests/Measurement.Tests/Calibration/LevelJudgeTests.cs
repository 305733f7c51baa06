using LoadGen.Measurement.Calibration;

namespace LoadGen.Measurement.Tests.Calibration;

/// <summary>100 streams of 50 tok/s: the server's bound at p99 is 1 ms + 5% of 20 ms.</summary>
public class LevelJudgeTests
{
    private const string Starved = "the client's delay is 3 ms at p99";

    private static readonly LevelFigures s_good = new() { Streams = 100, ItlMs = 20, TokensPerSSeen = 4990, ObserverDelayUsP99 = 200, CpuShare = 0.4, ServerLatenessUsP99 = 300 };

    [Fact]
    public void A_level_at_pace_within_all_bounds_is_valid()
    {
        CalibrationLevel level = LevelJudge.Judge(s_good);
        Assert.Equal((LevelVerdict.Valid, 100, 5000.0, 4990.0), (level.Verdict, level.Streams, level.TokensPerSAsked, level.TokensPerSSeen));
        Assert.Equal((200.0, 0.4, 300.0), (level.ObserverDelayUsP99, level.CpuShare, level.ServerLatenessUsP99));
        Assert.Empty(level.Reasons);
    }

    [Theory]
    [InlineData(2001)]
    [InlineData(null)]
    public void A_client_that_is_faithful_at_full_pace_is_valid_however_late_the_server_was(int? latenessUs) =>
        Assert.Equal(LevelVerdict.Valid, LevelJudge.Judge(s_good with { ServerLatenessUsP99 = latenessUs }).Verdict);

    [Fact]
    public void A_client_past_its_bounds_is_invalid_when_the_server_was_on_time()
    {
        CalibrationLevel level = LevelJudge.Judge(s_good with { ClientReasons = [Starved], ServerLatenessUsP99 = 2000 });
        Assert.Equal(LevelVerdict.Invalid, level.Verdict);
        Assert.Equal([Starved], level.Reasons);
    }

    [Fact]
    public void A_client_past_its_bounds_is_not_blamed_when_the_server_was_late()
    {
        CalibrationLevel level = LevelJudge.Judge(s_good with { ClientReasons = [Starved], ServerLatenessUsP99 = 2001 });
        Assert.Equal(LevelVerdict.ServerBound, level.Verdict);
        Assert.Equal(["the server was late by 2,001 µs at p99 (bound: 2,000 µs)", Starved], level.Reasons);
    }

    [Fact]
    public void A_pace_that_was_not_kept_is_the_servers_doing_while_the_client_is_within_its_bounds()
    {
        CalibrationLevel level = LevelJudge.Judge(s_good with { TokensPerSSeen = 4700 });
        Assert.Equal(LevelVerdict.ServerBound, level.Verdict);
        Assert.Equal(["4,700 of 5,000 tok/s were seen"], level.Reasons);
        Assert.Equal(LevelVerdict.Valid, LevelJudge.Judge(s_good with { TokensPerSSeen = 4750 }).Verdict);
    }

    [Fact]
    public void A_pace_that_was_not_kept_is_the_clients_doing_when_it_is_past_its_bounds() =>
        Assert.Equal([Starved, "4,700 of 5,000 tok/s were seen"], Invalid(s_good with { TokensPerSSeen = 4700, ClientReasons = [Starved] }).Reasons);

    [Fact]
    public void Streams_that_failed_make_a_level_invalid() =>
        Assert.Equal(["2 of 100 streams failed: no more local ports"], Invalid(s_good with { Failed = 2, FirstError = "no more local ports" }).Reasons);

    private static CalibrationLevel Invalid(LevelFigures figures)
    {
        CalibrationLevel level = LevelJudge.Judge(figures);
        Assert.Equal(LevelVerdict.Invalid, level.Verdict);
        return level;
    }
}
