using LoadGen.Configuration;
using LoadGen.Watching.Settings;

namespace LoadGen.Watching.Tests.Settings;

public class WatchPlanReaderTests
{
    private const string Good = """
        name: mine
        endpoints:
          - { name: a, url: https://api.example.com/v1, model: m, api_key_env: KEY, headers: { x-team: core }, extra_body: { top_k: 5 } }
        probe: { interval: 20s, jitter: 2s, isl: 32, osl: 8, timeout: 10s, connect_timeout: 2s, temperature: 0.5, seed: 4 }
        objectives:
          - { metric: ttft, percentile: 99, max: 2s }
        windows: [1h, 5m]
        alerts:
          - { name: page, burn: 14.4, windows: [1h, 10m], overruns_min: 3, exit: true }
        webhook: { url_env: HOOK, headers: { x-token: t } }
        listen: 127.0.0.1:9464
        output: out
        duration: 2d
        confidence: 0.95
        """;

    private static readonly Dictionary<string, string> s_environment = new() { ["KEY"] = " sk-1 \n", ["HOOK"] = "https://hooks.example.com/SECRET", ["NONE"] = "nonsense" };

    [Fact]
    public void A_file_says_all_of_a_watch()
    {
        WatchPlan plan = Parse(Good);
        WatchedEndpoint endpoint = Assert.Single(plan.Endpoints);
        Assert.Equal(("mine", "a", "https://api.example.com/"), (plan.Name, endpoint.Name, endpoint.Url.ToString()));
        Assert.Equal(["x-team", "Authorization"], endpoint.Headers.Select(header => header.Key));
        Assert.Equal("Bearer sk-1", endpoint.Headers[1].Value);
        Assert.Equal((0.5, false), (endpoint.Generation.Temperature, endpoint.Generation.IgnoreEos));
        Assert.Equal(5, endpoint.Generation.ExtraBody!.Value.GetProperty("top_k").GetInt32());
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)), (endpoint.Transport.ConnectTimeout, endpoint.Transport.RequestTimeout));
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(2), 32, 8, 4L), (plan.Probe.Interval, plan.Probe.Jitter, plan.Probe.InputTokens, plan.Probe.OutputTokens, plan.Probe.Seed));
        Assert.Equal([TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)], plan.Windows);
        Assert.Equal((14.4, 3, true), (plan.Alerts[0].Burn, plan.Alerts[0].OverrunsMin, plan.Alerts[0].Exit));
        Assert.Equal("https://hooks.example.com/SECRET", plan.Webhook!.Url.ToString());
        Assert.Equal(("127.0.0.1:9464", "/watches/out", TimeSpan.FromDays(2), 0.95), (plan.Listen!.ToString(), plan.Output, plan.Duration, plan.Confidence));
        Assert.Equal("/watches/mine.yaml:6", plan.Objectives[0].Place);
    }

    [Fact]
    public void What_is_left_out_has_the_defaults_that_the_documentation_states()
    {
        WatchPlan plan = Parse("""
            endpoints: [{ name: a, url: http://127.0.0.1:8000, model: m }]
            objectives: [{ metric: error_rate, max: 1% }]
            """);
        Assert.Equal(("mine", "watches/mine"), (plan.Name, plan.Output));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(3), 256, 64), (plan.Probe.Interval, plan.Probe.Jitter, plan.Probe.InputTokens, plan.Probe.OutputTokens));
        Assert.Equal([5, 60, 360, 1440], plan.Windows.Select(window => window.TotalMinutes));
        Assert.Equal((null, null, null, 0.99), (plan.Listen, plan.Duration, plan.Webhook, plan.Confidence));
        Assert.Empty(plan.Alerts);
    }

    [Theory]
    [InlineData("interval: 20s", "interval: 12s", ":4:20: probe.interval: found 12s; accepted: at least jitter + connect_timeout + timeout, 14s")]
    [InlineData("interval: 20s", "interval: soon", ":4:20: probe.interval: found 'soon'; accepted: a time with its unit, such as 500ms, 30s, 5m, 6h or 3d, 100ms or more")]
    [InlineData("interval: 20s", "interval: 60d", "probe.interval: found 60d; accepted: 1d at most")]
    [InlineData("isl: 32", "isl: 1", "probe.isl: found 1; accepted: 2 to 1000000")]
    [InlineData("temperature: 0.5", "temperature: 3", "probe.temperature: found 3; accepted: 0 to 2")]
    [InlineData("seed: 4", "seed: -1", "probe.seed: found -1; accepted: 0 to 4294967295")]
    [InlineData("url: https://api.example.com/v1", "url: api.example.com", "endpoints[0].url: accepted: an http:// or https:// URL")]
    [InlineData("url: https://api.example.com/v1", "url: https://me:pw@api.example.com", "a user name or password in the URL is not accepted")]
    [InlineData("model: m,", "model: m, api: smoke,", "endpoints[0].api: found 'smoke'; accepted: completions, chat")]
    [InlineData("model: m,", "model: m, api: embeddings,", "endpoints[0].api: found 'embeddings'; accepted:")]
    [InlineData("model: m,", "", "the key 'model' is missing")]
    [InlineData("api_key_env: KEY", "api_key_env: MISSING", "endpoints[0].api_key_env: the environment variable that it names is not set")]
    [InlineData("headers: { x-team: core }", "headers: { content-length: '5' }", "remove the header")]
    [InlineData("headers: { x-team: core }", "headers: { 'x team': core }", "accepted: an HTTP field name")]
    [InlineData("headers: { x-team: core }", "ca_file: nowhere.pem", "endpoints[0].ca_file: cannot read the CA file")]
    [InlineData("extra_body: { top_k: 5 }", "extra_body: { stream: false }", "endpoints[0].extra_body.stream: this field is the probe's own")]
    [InlineData("percentile: 99", "percentile: 101", "objectives[0]")]
    [InlineData("max: 2s", "max: -2s", "objectives[0]")]
    [InlineData("metric: ttft", "metric: speed", "objectives[0].metric: found the text 'speed'; accepted: one of ttft")]
    [InlineData("percentile: 99, max: 2s", "mean: true, max: 2s", "objectives[0]: a mean has no error budget that could burn")]
    [InlineData("windows: [1h, 5m]", "windows: []", "windows: found an empty list")]
    [InlineData("windows: [1h, 5m]", "windows: [5m, 300s]", "windows[1]: 300s stands there twice")]
    [InlineData("burn: 14.4", "burn: 0", "alerts[0].burn: found 0; accepted: a number above 0")]
    [InlineData("overruns_min: 3", "overruns_min: 0", "alerts[0].overruns_min: found 0; accepted: 1 or more")]
    [InlineData("url_env: HOOK", "url_env: NONE", "webhook.url_env: the environment variable that it names holds no http:// or https:// URL")]
    [InlineData("url_env: HOOK", "url: 'http://x', url_env: HOOK", "webhook: accepted: either url, or url_env")]
    [InlineData("listen: 127.0.0.1:9464", "listen: 9464", "listen: found ")]
    [InlineData("listen: 127.0.0.1:9464", "listen: 127.0.0.1", "listen: found '127.0.0.1'; accepted: address:port")]
    [InlineData("duration: 2d", "duration: 0", "duration: found ")]
    [InlineData("confidence: 0.95", "confidence: 95", "confidence: found 95; accepted: 0.5 to below 1")]
    [InlineData("confidence: 0.95", "confidense: 0.95", "unknown key; did you mean 'confidence'?")]
    public void Nonsense_is_named_with_its_place_and_what_is_accepted(string right, string wrong, string problem)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var e = Assert.Throws<ConfigurationException>(() => Parse(Good.Replace(right, wrong, StringComparison.Ordinal)));
        string[] problems = [.. e.Problems.Select(p => p.ToString())];
        Assert.Contains(problems, text => text.Contains(problem, StringComparison.Ordinal));
        Assert.All(problems, text => Assert.StartsWith("/watches/mine.yaml:", text, StringComparison.Ordinal));
        Assert.All(problems, text => Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_endpoints_or_alerts_of_one_name_are_refused()
    {
        var e = Assert.Throws<ConfigurationException>(() => Parse("""
            endpoints: [{ name: a, url: http://127.0.0.1:8000, model: m }, { name: a, url: http://127.0.0.1:8001, model: m }]
            objectives: [{ metric: error_rate, max: 1% }]
            alerts: [{ name: p, burn: 1, windows: [1h] }, { name: p, burn: 2, windows: [1h] }]
            """));
        Assert.Equal(2, e.Problems.Count);
        Assert.Contains("endpoints[1].name: 'a' is the name of another endpoint too", e.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("alerts[1].name: found 'p'; accepted: a name of its own", e.Problems[1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("6h", 21_600)]
    [InlineData("3d", 259_200)]
    [InlineData("0", 0)]
    public void Times_are_read(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.Parse(text));

    [Theory]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("s")]
    [InlineData("")]
    [InlineData("1e9d")]
    [InlineData("99999d")]
    public void Other_texts_are_no_times(string text) => Assert.Null(Durations.Parse(text));

    [Theory]
    [InlineData(0.25, "250ms")]
    [InlineData(90, "90s")]
    [InlineData(300, "5m")]
    [InlineData(86_400, "1d")]
    [InlineData(90_000, "25h")]
    public void Times_are_written_in_their_largest_whole_unit(double seconds, string text) => Assert.Equal(text, Durations.Text(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_example_that_we_ship_is_right()
    {
        WatchPlan plan = WatchPlanReader.Read(Path.Combine(RepositoryRoot(), "configs", "watches", "example.yaml"), _ => null);
        Assert.Equal(["here", "there"], plan.Endpoints.Select(endpoint => endpoint.Name));
        Assert.Equal(3, plan.Alerts.Count);
    }

    private static WatchPlan Parse(string text) => WatchPlanReader.Parse(text, "/watches/mine.yaml", name => s_environment.GetValueOrDefault(name));

    private static string RepositoryRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LoadGen.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not inside the repository");
        }

        return folder;
    }
}
