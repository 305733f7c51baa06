using LoadGen.Telemetry.Sources;

namespace LoadGen.Telemetry.Tests.Sources;

public class SourceChoiceTests
{
    [Theory]
    [InlineData("auto", SourceKind.Auto)]
    [InlineData("nvml", SourceKind.Nvml)]
    [InlineData("nvidia-smi", SourceKind.NvidiaSmi)]
    [InlineData("amd-smi", SourceKind.AmdSmi)]
    [InlineData("none", SourceKind.None)]
    [InlineData("dcgm:http://host:9400/metrics", SourceKind.Dcgm)]
    public void A_name_is_a_choice(string text, SourceKind kind)
    {
        SourceChoice? choice = SourceChoice.Parse(text);
        Assert.Equal(kind, choice?.Kind);
        Assert.Equal(kind == SourceKind.Dcgm ? "http://host:9400/metrics" : null, choice?.Url?.ToString());
        Assert.Equal(text, choice?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("NVML")]
    [InlineData("dcgm")]
    [InlineData("dcgm:")]
    [InlineData("dcgm:host:9400")]
    [InlineData("dcgm:/metrics")]
    [InlineData("dcgm:http://user:password@host:9400/metrics")]
    [InlineData("dcgm:file:///etc/passwd")]
    public void Anything_else_is_none(string text) => Assert.Null(SourceChoice.Parse(text));
}
