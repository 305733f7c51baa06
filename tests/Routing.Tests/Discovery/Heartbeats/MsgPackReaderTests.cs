using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Discovery.Heartbeats;

namespace LoadGen.Routing.Tests.Discovery.Heartbeats;

public class MsgPackReaderTests
{
    [Theory]
    [InlineData("00", 0)]
    [InlineData("7F", 127)]
    [InlineData("FF", -1)]
    [InlineData("E0", -32)]
    [InlineData("CCFF", 255)]
    [InlineData("CD0100", 256)]
    [InlineData("CEFFFFFFFF", 4294967295)]
    [InlineData("CF7FFFFFFFFFFFFFFF", long.MaxValue)]
    [InlineData("D080", -128)]
    [InlineData("D18000", -32768)]
    [InlineData("D280000000", -2147483648)]
    [InlineData("D38000000000000000", long.MinValue)]
    public void Whole_numbers_of_every_width_are_read(string hex, long value)
    {
        byte[] bytes = Convert.FromHexString(hex);
        var reader = new MsgPackReader(bytes);
        Assert.True(reader.TryReadInteger(out long read));
        Assert.Equal(value, read);
        Assert.True(reader.IsAtEnd);
        AssertEveryCutIsRefused(bytes);
    }

    [Theory]
    [InlineData("CF8000000000000000")]
    [InlineData("A131")]
    [InlineData("C0")]
    [InlineData("CB3FF0000000000000")]
    public void What_is_no_whole_number_of_64_bits_is_not_read_as_one(string hex) =>
        Assert.False(new MsgPackReader(Convert.FromHexString(hex)).TryReadInteger(out _));

    [Theory]
    [InlineData("A0", "")]
    [InlineData("A2C3A9", "é")]
    [InlineData("D90178", "x")]
    [InlineData("DA000178", "x")]
    [InlineData("DB0000000178", "x")]
    public void Text_of_every_width_is_read(string hex, string text)
    {
        byte[] bytes = Convert.FromHexString(hex);
        var reader = new MsgPackReader(bytes);
        Assert.True(reader.TryReadText(out string read));
        Assert.Equal(text, read);
        Assert.True(reader.IsAtEnd);
        AssertEveryCutIsRefused(bytes);
    }

    [Theory]
    [InlineData("A1FF")]
    [InlineData("DBFFFFFFFF78")]
    [InlineData("DB7FFFFFFF78")]
    [InlineData("C40178")]
    public void Text_that_is_none_is_refused(string hex) =>
        Assert.False(new MsgPackReader(Convert.FromHexString(hex)).TryReadText(out _));

    [Theory]
    [InlineData("C0")]
    [InlineData("C2")]
    [InlineData("C3")]
    [InlineData("C4020102")]
    [InlineData("C500020102")]
    [InlineData("C6000000020102")]
    [InlineData("C7010501")]
    [InlineData("C800010501")]
    [InlineData("C9000000010501")]
    [InlineData("CA00000000")]
    [InlineData("CB0000000000000000")]
    [InlineData("D40500")]
    [InlineData("D5050000")]
    [InlineData("D60500000000")]
    [InlineData("D7050000000000000000")]
    [InlineData("D80500000000000000000000000000000000")]
    [InlineData("93010203")]
    [InlineData("DC00020102")]
    [InlineData("DD000000020102")]
    [InlineData("81A1780A")]
    [InlineData("DE0001A1780A")]
    [InlineData("DF00000001A1780A")]
    [InlineData("9191919190")]
    public void Any_other_value_is_passed_over_whole(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        var reader = new MsgPackReader(bytes);
        Assert.True(reader.TrySkip());
        Assert.True(reader.IsAtEnd);
        AssertEveryCutIsRefused(bytes);
    }

    [Theory]
    [InlineData("C1")]
    [InlineData("DDFFFFFFFF")]
    [InlineData("DD7FFFFFFF00")]
    [InlineData("DF7FFFFFFF00")]
    [InlineData("C9FFFFFFFF05")]
    [InlineData("91919191919191919191919190")]
    public void What_is_no_value_is_not_passed_over(string hex) =>
        Assert.False(new MsgPackReader(Convert.FromHexString(hex)).TrySkip());

    [Fact]
    public void Any_whole_number_and_any_text_come_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<NonNull<string>>(), (number, text) =>
        {
            string valid = new([.. text.Get.Where(c => !char.IsSurrogate(c))]);
            var reader = new MsgPackReader([.. Packed.Integer(number), .. Packed.Text(valid)]);
            return reader.TryReadInteger(out long value) && value == number && reader.TryReadText(out string read) && read == valid && reader.IsAtEnd;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_bytes_never_break_the_reader() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            bool isRegistration = Registration.TryParse(bytes, out Registration? registration, out string problem);
            return isRegistration ? registration is not null : problem.Length > 0;
        }).QuickCheckThrowOnFailure();

    private static void AssertEveryCutIsRefused(byte[] whole) => Assert.All(Enumerable.Range(0, whole.Length), length =>
    {
        Assert.False(new MsgPackReader(whole.AsSpan(0, length)).TrySkip());
        Assert.False(new MsgPackReader(whole.AsSpan(0, length)).TryReadInteger(out _));
        Assert.False(new MsgPackReader(whole.AsSpan(0, length)).TryReadText(out _));
    });
}
