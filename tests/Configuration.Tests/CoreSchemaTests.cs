using FsCheck;
using FsCheck.Fluent;

namespace LoadGen.Configuration.Tests;

public class CoreSchemaTests
{
    [Theory]
    [InlineData("on")]
    [InlineData("yes")]
    [InlineData("y")]
    [InlineData("off")]
    [InlineData("1_000")]
    [InlineData("0b11")]
    [InlineData("12:30")]
    [InlineData("1.2.3")]
    [InlineData("0o8")]
    [InlineData("0xg")]
    [InlineData("-0x1")]
    [InlineData("-x")]
    [InlineData(".")]
    [InlineData("2026-01-01")]
    public void What_only_older_YAML_takes_for_something_else_is_text(string text) =>
        Assert.Equal(text, House.Parse($"name: {text}\n").Name);

    [Theory]
    [InlineData("0x7fffffffffffffff", long.MaxValue)]
    [InlineData("0o17", 15)]
    [InlineData("+3", 3)]
    [InlineData("-0", 0)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void Whole_numbers_may_be_hexadecimal_octal_and_signed(string text, long value) =>
        Assert.Equal(value, House.Parse($"name: x\nbytes: {text}\n").Bytes);

    [Theory]
    [InlineData("0xffffffffffffffff")]
    [InlineData("0o7777777777777777777777777")]
    [InlineData("9223372036854775808")]
    public void Whole_numbers_past_64_bits_are_refused(string text) =>
        Assert.Contains("accepted: a whole number", Assert.Single(House.Problems($"name: x\nbytes: {text}\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData("1.", 1)]
    [InlineData(".5", 0.5)]
    [InlineData("-2.5E-1", -0.25)]
    [InlineData("0x10", 16)]
    public void Numbers_may_have_points_and_exponents(string text, double value) =>
        Assert.Equal(value, House.Parse($"name: x\nheight_m: {text}\n").HeightM);

    [Fact]
    public void Whole_numbers_come_back_as_they_were_written() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), value => House.Parse($"name: x\nbytes: {value}\n").Bytes == value).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_in_quotes_comes_back_as_it_was_written() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), value =>
        {
            string text = new([.. value.Get.Where(c => c is >= ' ' and < '\uD800' and not '\x7F' && !char.IsControl(c))]);
            return House.Parse($"name: '{text.Replace("'", "''", StringComparison.Ordinal)}'\n").Name == text;
        }).QuickCheckThrowOnFailure();
}
