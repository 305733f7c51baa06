using System.Text;
using LoadGen.Transport.Http;
using LoadGen.Transport.Http.Limits;

namespace LoadGen.Transport.Tests.Http.Limits;

public class RateLimitHeadersTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("1.5", 1.5)]
    [InlineData("99999999999999999999", 315_360_000)]
    [InlineData("Sat, 14 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("Saturday, 14-Mar-26 12:00:30 GMT", 30)]
    [InlineData("Sat Mar 14 12:00:30 2026", 30)]
    [InlineData("Sat, 14 Mar 2026 11:00:00 GMT", 0)]
    public void A_retry_after_is_seconds_or_a_date(string value, double seconds)
    {
        Assert.True(RetryAfter.TryParse(Encoding.ASCII.GetBytes(value), s_now, out TimeSpan wait));
        Assert.Equal(seconds, wait.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("1e")]
    [InlineData("2026-03-14T12:00:30Z")]
    public void Anything_else_is_no_retry_after(string value) => Assert.False(RetryAfter.TryParse(Encoding.ASCII.GetBytes(value), s_now, out _));

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("6m0s", 360)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("20ms", 0.02)]
    [InlineData("500us", 0.0005)]
    [InlineData("59.70", 59.7)]
    [InlineData("30", 30)]
    [InlineData("1773489630", 30)]
    [InlineData("1773489630000", 30)]
    [InlineData("2026-03-14T12:00:30Z", 30)]
    [InlineData("2026-03-14T13:00:30+01:00", 30)]
    [InlineData("2026-03-14T11:00:00Z", 0)]
    public void A_reset_has_the_form_of_its_provider(string value, double seconds)
    {
        Assert.True(ResetTime.TryParse(Encoding.ASCII.GetBytes(value), s_now, out TimeSpan time));
        Assert.Equal(seconds, time.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1x")]
    [InlineData("1s2")]
    [InlineData("-1s")]
    [InlineData("tomorrow")]
    public void Anything_else_is_no_reset(string value) => Assert.False(ResetTime.TryParse(Encoding.ASCII.GetBytes(value), s_now, out _));

    [Fact]
    public void OpenAIs_headers_are_understood()
    {
        RateLimitNotice notice = Read(200, "x-ratelimit-limit-requests: 5000", "X-RateLimit-Remaining-Requests: 4999", "x-ratelimit-reset-requests: 12ms", "x-ratelimit-limit-tokens: 160000", "x-ratelimit-remaining-tokens: 159976", "x-ratelimit-reset-tokens: 6m0s");
        Assert.Equal(
            [
                new RateLimitReading("x-ratelimit", "requests") { Limit = 5000, Remaining = 4999, Reset = TimeSpan.FromMilliseconds(12) },
                new RateLimitReading("x-ratelimit", "tokens") { Limit = 160_000, Remaining = 159_976, Reset = TimeSpan.FromMinutes(6) },
            ],
            notice.Readings);
        Assert.False(notice.IsRefusal);
    }

    [Fact]
    public void Anthropics_headers_are_understood()
    {
        RateLimitNotice notice = Read(429, "anthropic-ratelimit-input-tokens-limit: 40000", "anthropic-ratelimit-input-tokens-remaining: 0", "anthropic-ratelimit-input-tokens-reset: 2026-03-14T12:00:05Z", "retry-after: 5");
        Assert.Equal([new RateLimitReading("anthropic-ratelimit", "input-tokens") { Limit = 40_000, Remaining = 0, Reset = TimeSpan.FromSeconds(5) }], notice.Readings);
        Assert.Equal((true, TimeSpan.FromSeconds(5)), (notice.IsRefusal, notice.RetryAfter));
    }

    [Fact]
    public void The_IETFs_headers_are_understood_in_their_present_and_earlier_forms()
    {
        Assert.Equal(
            [
                new RateLimitReading("ratelimit", "burst") { Remaining = 5, Reset = TimeSpan.FromSeconds(3), Limit = 100, Window = TimeSpan.FromSeconds(60) },
                new RateLimitReading("ratelimit", "daily") { Remaining = 900, Limit = 1000, Window = TimeSpan.FromDays(1) },
            ],
            Read(200, "RateLimit: \"burst\";r=5;t=3, \"daily\";r=900", "RateLimit-Policy: \"burst\";q=100;w=60, \"daily\";q=1000;w=86400").Readings);
        Assert.Equal(
            [new RateLimitReading("ratelimit", "") { Limit = 100, Remaining = 50, Reset = TimeSpan.FromSeconds(5), Window = TimeSpan.FromSeconds(60) }],
            Read(200, "RateLimit: limit=100, remaining=50, reset=5", "RateLimit-Policy: 100;w=60").Readings);
        Assert.Equal(
            [new RateLimitReading("ratelimit", "") { Limit = 100, Remaining = 50, Reset = TimeSpan.FromSeconds(5) }],
            Read(200, "RateLimit-Limit: 100, 100;window=60", "RateLimit-Remaining: 50", "RateLimit-Reset: 5").Readings);
    }

    [Fact]
    public void The_finer_retry_after_counts()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(250), Read(429, "retry-after: 1", "retry-after-ms: 250").RetryAfter);
        Assert.Equal(TimeSpan.FromMilliseconds(250), Read(429, "retry-after-ms: 250", "retry-after: 1").RetryAfter);
    }

    [Fact]
    public void A_date_is_held_against_the_servers_own_clock()
    {
        Assert.Equal(TimeSpan.FromSeconds(7), Read(503, "Date: Mon, 01 Jan 2001 00:00:00 GMT", "Retry-After: Mon, 01 Jan 2001 00:00:07 GMT").RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(7), Read(503, "Retry-After: Sat, 14 Mar 2026 12:00:07 GMT").RetryAfter);
    }

    [Fact]
    public void A_refusal_without_headers_is_one_and_a_503_without_a_time_is_none()
    {
        Assert.Equal((true, null), (Read(429).IsRefusal, Read(429).RetryAfter));
        Assert.Null(TryRead(503, "Content-Type: text/plain"));
        Assert.Null(TryRead(200, "Content-Type: text/plain", "x-request-id: 1", "ratio: 3"));
    }

    [Fact]
    public void What_is_no_number_or_name_goes_into_no_reading()
    {
        Assert.Null(TryRead(200, "x-ratelimit-limit-requests: many", "x-ratelimit-colour: 5", "anthropic-ratelimit-limit: 5", "ratelimit: ;;=,\""));
        Assert.Equal("b-c", Assert.Single(Read(200, "x-ratelimit-limit-<b>\"-C: 5").Readings).Name);
        Assert.Equal(16, Read(200, [.. Enumerable.Range(0, 40).Select(i => $"x-ratelimit-limit-n{i}: 5")]).Readings.Count);
    }

    [Fact]
    public void A_head_without_limits_allocates_nothing()
    {
        byte[] fields = Encoding.ASCII.GetBytes("Content-Type: text/event-stream\r\nDate: Sat, 14 Mar 2026 12:00:00 GMT\r\nServer: x\r\nX-Request-Id: 1\r\nTransfer-Encoding: chunked\r\n");
        RateLimitHeaders.Read(new HttpResponseHead(200, fields), TimeProvider.System);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            RateLimitHeaders.Read(new HttpResponseHead(200, fields), TimeProvider.System);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static RateLimitNotice Read(int status, params string[] fields) => TryRead(status, fields) ?? throw new InvalidOperationException("nothing was read");

    private static RateLimitNotice? TryRead(int status, params string[] fields) =>
        RateLimitHeaders.Read(new HttpResponseHead(status, Encoding.ASCII.GetBytes(string.Concat(fields.Select(f => f + "\r\n")))), new StoppedTime());

    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => s_now;
    }
}
