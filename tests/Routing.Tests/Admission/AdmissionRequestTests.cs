using LoadGen.Routing.Admission;

namespace LoadGen.Routing.Tests.Admission;

public class AdmissionRequestTests
{
    [Theory]
    [InlineData(null, null, 0, null)]
    [InlineData("", "", 0, null)]
    [InlineData("10", "250", 10, 250)]
    [InlineData("-3", "86400000", -3, 86_400_000)]
    public void Headers_are_read(string? priority, string? timeout, int rank, int? ms)
    {
        Assert.Null(AdmissionRequest.Read(priority, timeout, out AdmissionRequest request));
        Assert.Equal(new AdmissionRequest(rank, ms is { } n ? TimeSpan.FromMilliseconds(n) : null), request);
    }

    [Theory]
    [InlineData("high", null, "x-priority")]
    [InlineData("1.5", null, "x-priority")]
    [InlineData("99999999999", null, "x-priority")]
    [InlineData(null, "0", "x-request-timeout-ms")]
    [InlineData(null, "-5", "x-request-timeout-ms")]
    [InlineData(null, "86400001", "x-request-timeout-ms")]
    [InlineData(null, "99999999999999999999", "x-request-timeout-ms")]
    [InlineData(null, "1s", "x-request-timeout-ms")]
    public void Nonsense_is_named(string? priority, string? timeout, string header) =>
        Assert.StartsWith(header + " is not ", AdmissionRequest.Read(priority, timeout, out _), StringComparison.Ordinal);
}
