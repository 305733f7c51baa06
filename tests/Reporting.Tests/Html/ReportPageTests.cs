using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoadGen.Reporting.Html.Documents;
using LoadGen.Reporting.Tests.Html.Support;

namespace LoadGen.Reporting.Tests.Html;

public partial class ReportPageTests
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>%DATA%$&";

    [Fact]
    public void A_hostile_name_stays_text()
    {
        ReportDocument document = ReportRowsFor.Document([ReportRowsFor.One("a", model: Hostile)], ReportRowsFor.Options with { Title = Hostile });

        string page = ReportRowsFor.Page(document);

        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, ClosingScript().Count(page));
        using JsonDocument data = JsonDocument.Parse(Data().Match(page).Groups["json"].Value);
        Assert.Equal(Hostile, data.RootElement.GetProperty("rows")[0].GetProperty("model").GetString());
        Assert.Equal(Hostile, data.RootElement.GetProperty("title").GetString());
    }

    [Fact]
    public void Only_the_script_and_the_style_that_were_bundled_may_run()
    {
        string page = ReportRowsFor.Page(ReportRowsFor.Document([ReportRowsFor.One("a")]));
        string policy = Policy().Match(page).Groups["policy"].Value;
        Assert.Contains($"script-src 'sha256-{Hash(Script().Match(page).Groups["text"].Value)}'", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src 'sha256-{Hash(Style().Match(page).Groups["text"].Value)}'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_served_page_may_talk_to_its_own_server_alone()
    {
        string page = ReportRowsFor.Page(ReportRowsFor.Document([ReportRowsFor.One("a")], live: true));
        Assert.Contains("connect-src 'self';", Policy().Match(page).Groups["policy"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_names_nothing_to_load_and_keeps_the_licence_of_its_charts()
    {
        string page = ReportRowsFor.Page(ReportRowsFor.Document([ReportRowsFor.One("a")]));
        Assert.DoesNotMatch("""<(script|img|iframe|link)[^>]+(src|href)="(?!data:,")""", page);
        Assert.DoesNotMatch(@"url\(|@import", Style().Match(page).Groups["text"].Value);
        Assert.Contains("Apache ECharts", page, StringComparison.Ordinal);
        Assert.Contains("Apache License", page, StringComparison.Ordinal);
        Assert.DoesNotContain("%CSP%", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_thousand_runs_fit_into_a_few_megabytes()
    {
        ReportDocument document = ReportRowsFor.Document(ReportRowsFor.Many(2_000), ReportRowsFor.Options with { DetailsMax = 0 });
        Assert.InRange(ReportRowsFor.Page(document).Length, 1_000_000, 3_000_000);
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("content=\"(?<policy>default-src [^\"]+)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(?<text>.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("id=\"report-data\">(?<json>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex("</script", RegexOptions.IgnoreCase)]
    private static partial Regex ClosingScript();
}
