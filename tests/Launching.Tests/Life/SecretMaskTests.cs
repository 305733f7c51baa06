using LoadGen.Launching.Life;

namespace LoadGen.Launching.Tests.Life;

public class SecretMaskTests
{
    [Fact]
    public void Secrets_are_hidden_the_longest_first_and_short_words_are_left()
    {
        var mask = new SecretMask(["hf_01234567", "hf_0123456789", "1"]);
        Assert.Equal("a *** b *** 1", mask.Apply("a hf_0123456789 b hf_01234567 1"));
    }

    [Theory]
    [InlineData("HF_TOKEN", true)]
    [InlineData("AWS_SECRET_ACCESS_KEY", true)]
    [InlineData("OPENAI_API_KEY", true)]
    [InlineData("NCCL_DEBUG", false)]
    public void A_name_says_whether_a_value_is_a_secret(string name, bool isSecret) => Assert.Equal(isSecret, SecretMask.IsSecretName(name));

    [Fact]
    public void The_end_of_a_log_is_shown_without_secrets_and_without_what_a_progress_bar_overwrote()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, [.. Enumerable.Range(0, 100).Select(i => $"line {i}"), "10%\r50%\r100% with token-0123456789", "", new string('x', 600)]);
            IReadOnlyList<string> tail = LogTail.Read(path, new SecretMask(["token-0123456789"]));
            Assert.Equal(LogTail.Lines, tail.Count);
            Assert.Equal("line 82", tail[0]);
            Assert.Equal("100% with ***", tail[^2]);
            Assert.Equal(501, tail[^1].Length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_log_that_is_not_there_is_said_to_be_so() =>
        Assert.StartsWith("(/nowhere/engine.log cannot be read: ", Assert.Single(LogTail.Read("/nowhere/engine.log", new SecretMask([]))), StringComparison.Ordinal);
}
