using LoadGen.Telemetry.Sources.Scraping;

namespace LoadGen.Telemetry.Tests.Sources;

public class PrometheusSampleTests
{
    [Theory]
    [InlineData("up 1", "up", "", 1)]
    [InlineData("a:b_total{x=\"1\"} 2.5 1700000000000", "a:b_total", "x=\"1\"", 2.5)]
    [InlineData("b{} 3e5", "b", "", 3e5)]
    [InlineData("c{x=\"}\",y=\"\\\"\"}\t4", "c", "x=\"}\",y=\"\\\"\"", 4)]
    [InlineData("d +Inf", "d", "", double.PositiveInfinity)]
    [InlineData("e -Inf", "e", "", double.NegativeInfinity)]
    [InlineData("f NaN", "f", "", double.NaN)]
    public void A_sample_is_read(string line, string name, string labels, double value) =>
        Assert.Equal(new PrometheusSample(name, labels, value), Assert.Single(PrometheusSample.Parse(line)));

    [Theory]
    [InlineData("")]
    [InlineData("# TYPE up gauge")]
    [InlineData("up")]
    [InlineData("up one")]
    [InlineData("up{x=\"1\" 1")]
    [InlineData("{x=\"1\"} 1")]
    public void What_is_none_is_passed_over(string line) => Assert.Empty(PrometheusSample.Parse(line));

    [Theory]
    [InlineData("gpu", "0")]
    [InlineData("UUID", "GPU-a")]
    [InlineData("model", "a \"b\", {c}\n\\")]
    [InlineData("gp", null)]
    [InlineData("missing", null)]
    public void Labels_are_found_by_name_and_their_escapes_resolved(string name, string? value)
    {
        PrometheusSample sample = Assert.Single(PrometheusSample.Parse("""m{gpu="0", UUID="GPU-a",model="a \"b\", {c}\n\\"} 1"""));
        Assert.Equal(value, sample.Label(name));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("gpu=0")]
    [InlineData("gpu=\"0")]
    [InlineData("gpu=\"0\\")]
    public void Broken_labels_have_no_values(string labels) => Assert.Null(new PrometheusSample("m", labels, 1).Label("gpu"));

    [Fact]
    public void A_page_is_read_line_by_line() =>
        Assert.Equal(["a", "b"], PrometheusSample.Parse("# HELP a\r\na 1\r\n\r\nb{x=\"y\"} 2\r\n").Select(s => s.Name));
}
