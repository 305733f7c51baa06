using LoadGen.Telemetry.Engines;
using LoadGen.Telemetry.Tests.Support;

namespace LoadGen.Telemetry.Tests.Engines;

public sealed class EngineScrapeTests : IDisposable
{
    private const string Before = "# TYPE vllm:prompt_tokens_total counter\nvllm:prompt_tokens_total{model_name=\"m\"} 100\nvllm:num_requests_running 3\nidle_total 7\nh_bucket{le=\"1\"} 1\nh_sum 5\nh_count 2\n";
    private const string After = "vllm:prompt_tokens_total{model_name=\"m\"} 350\nvllm:num_requests_running 9\nidle_total 7\nnew_total 4\nh_bucket{le=\"1\"} 9\nh_sum 6.5\nh_count 4\nbroken_total NaN\n";

    private readonly MetricsServer _server = new() { Page = Before };
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Counters_are_compared_and_both_pages_kept_as_they_came()
    {
        using var scrape = new EngineScrape(_server.Url, name => File.Create(_folder[name]));
        scrape.Begin();
        _server.Page = After;
        scrape.End();

        Assert.Null(scrape.Absent);
        Assert.Equal(
            [("h_count", 2), ("h_sum", 1.5), ("new_total", 4), ("vllm:prompt_tokens_total{model_name=\"m\"}", 250)],
            scrape.Differences!.Select(d => (d.Key, d.Value)));
        Assert.Equal((Before, After), (File.ReadAllText(_folder[EngineScrape.StartFile]), File.ReadAllText(_folder[EngineScrape.EndFile])));
    }

    [Fact]
    public void Without_the_first_page_there_are_no_differences_and_a_reason()
    {
        _server.Status = 404;
        using var scrape = new EngineScrape(_server.Url, name => File.Create(_folder[name]));
        scrape.Begin();
        _server.Status = 200;
        scrape.End();

        Assert.Null(scrape.Differences);
        Assert.Contains("answered with status 404", scrape.Absent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measurement_that_did_not_end_says_so()
    {
        using var scrape = new EngineScrape(_server.Url, name => File.Create(_folder[name]));
        Assert.Equal("the measurement did not begin", scrape.Absent);
        scrape.Begin();
        Assert.Equal((null, "the measurement did not end"), (scrape.Differences, scrape.Absent));
    }

    [Fact]
    public void A_page_that_names_every_request_does_not_fill_the_result()
    {
        string page = string.Join('\n', Enumerable.Range(0, 2000).Select(i => $"x_total{{id=\"{i}\"}} 1"));
        Assert.Equal(EngineCounters.MostSeries, EngineCounters.Differences("", page).Count);
    }
}
