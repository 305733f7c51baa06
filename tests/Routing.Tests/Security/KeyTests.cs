using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Security;

namespace LoadGen.Routing.Tests.Security;

public sealed class KeyTests
{
    private const string Key = "sk-0123456789abcdef";
    private const string Other = "sk-fedcba9876543210";

    private static readonly KeyFile s_keys = KeyFile.Parse(
        ["# the teams", "", $"{KeyHash.Of(Key)}  team a # of the third floor", $"\t{KeyHash.Of(Other).ToUpperInvariant()}"], "keys.txt");

    [Fact]
    public void A_key_is_hashed_with_SHA_256()
    {
        string expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Key)));
        Assert.Equal(expected, KeyHash.Of(Key));
        Assert.Equal(expected, KeyHash.Of($" {Key}\r\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("sk-0123456789 abcdef")]
    [InlineData("sk-0123456789abcdéf")]
    [InlineData("sk-0123456789\nabcdef")]
    public void What_cannot_be_a_good_key_is_refused_and_not_repeated(string key)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => KeyHash.Of(key));
        Assert.True(key.Length == 0 || !failure.Message.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_file_has_comments_blank_lines_and_names()
    {
        Assert.Equal(2, s_keys.Count);
        Assert.Equal("team a", s_keys.Find(Key));
        Assert.Equal("key-2", s_keys.Find(Other));
        Assert.Null(s_keys.Find(Key + "x"));
        Assert.Null(s_keys.Find(Key.AsSpan(..^1)));
        Assert.Null(s_keys.Find(""));
        Assert.Null(s_keys.Find(new string('k', 100_000)));
    }

    [Fact]
    public void The_hash_itself_is_no_key() => Assert.Null(s_keys.Find(KeyHash.Of(Key)));

    [Fact]
    public void Long_keys_and_any_text_are_looked_for()
    {
        string longKey = new('k', 5_000);
        KeyFile file = KeyFile.Parse([KeyHash.Of(longKey)], "keys.txt");
        Assert.Equal("key-1", file.Find(longKey));
        Prop.ForAll<NonNull<string>>(text => Assert.Null(file.Find(text.Get))).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("secret-key-in-plain-text")]
    [InlineData("0123")]
    [InlineData("zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00")]
    public void A_wrong_line_is_named_by_file_and_number_and_not_repeated(string line)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => KeyFile.Parse(["# comment", line], "keys.txt"));
        Assert.StartsWith("keys.txt:2: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(line, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hash_that_is_there_twice_a_bad_name_and_a_file_without_keys_are_refused()
    {
        string hash = KeyHash.Of(Key);
        AssertRefused("keys.txt:3: the same hash as key 1", hash, "", hash);
        AssertRefused("keys.txt:1: a name has", hash + " n\u00e4me");
        AssertRefused("keys.txt:1: a name has", hash + " " + new string('n', 65));
        AssertRefused("'keys.txt' holds no key", "# nothing");
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => ApiKeys.Load("/nowhere/keys.txt"));
        Assert.Contains("cannot read the key file '/nowhere/keys.txt'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_from_disk()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, KeyHash.Of(Key) + " team\r\n");
            Assert.Equal("team", ApiKeys.Load(path).Find("Bearer " + Key, null));
            Assert.True(AdminToken.Load(path).Admits("Bearer " + Key));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Bearer " + Key, null, "team a")]
    [InlineData("bearer   " + Key + " ", null, "team a")]
    [InlineData(null, Key, "team a")]
    [InlineData("Bearer filler", Key, "team a")]
    [InlineData("Bearer " + Other, "filler", "key-2")]
    [InlineData("Basic " + Key, null, null)]
    [InlineData(Key, null, null)]
    [InlineData("Bearer", null, null)]
    [InlineData("Bearer ", "", null)]
    [InlineData(null, null, null)]
    public void A_key_comes_in_either_header(string? authorization, string? apiKey, string? name) =>
        Assert.Equal(name, new ApiKeys(s_keys).Find(authorization, apiKey));

    [Fact]
    public void The_admin_token_comes_as_bearer()
    {
        var token = new AdminToken(s_keys);
        Assert.True(token.Admits("Bearer " + Key));
        Assert.False(token.Admits("Bearer " + Key + "x"));
        Assert.False(token.Admits(null));
    }

    private static void AssertRefused(string expected, params string[] lines)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => KeyFile.Parse(lines, "keys.txt"));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}
