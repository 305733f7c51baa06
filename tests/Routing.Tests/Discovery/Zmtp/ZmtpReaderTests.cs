using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LoadGen.Routing.Discovery.Zmtp;

namespace LoadGen.Routing.Tests.Discovery.Zmtp;

public class ZmtpReaderTests
{
    private const int SizeMax = 1_000;

    [Fact]
    public void A_peers_whole_talk_is_read_however_it_is_split()
    {
        byte[] talk =
        [
            .. Wire.Hello("DEALER", "10.0.0.1:21001"), .. Wire.Message("one"u8.ToArray()), .. Wire.Message("two"u8.ToArray(), isLong: true),
            .. Wire.Part([]), .. Wire.Message("three"u8.ToArray()), .. Wire.Command("PING", [0, 100, 7, 8]), .. Wire.Command("OTHER", []),
            .. Wire.Message(new byte[300]),
        ];
        string[] expected = ["ready DEALER 10.0.0.1:21001", "message one", "message two", "message three", "ping 0708", $"message {new string('\0', 300)}"];
        Assert.Equal(expected, Read(talk).Log);
        Assert.Equal(expected, Read(talk, pieces: 1).Log);
        Assert.All(Enumerable.Range(0, talk.Length), split => Assert.Equal(expected, Read(talk[..split], talk[split..]).Log));
    }

    [Fact]
    public void A_REQ_peers_empty_delimiter_is_no_message() => Assert.Equal(
        ["ready REQ ", "message x"], Read([.. Wire.Hello("REQ"), .. Wire.Part([]), .. Wire.Message("x"u8.ToArray())]).Log);

    public static TheoryData<byte[], ZmtpFailure> Wrong => new()
    {
        { "GET / HTTP/1.1\r\n"u8.ToArray(), ZmtpFailure.NotZmtp },
        { [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7E], ZmtpFailure.NotZmtp },
        { [.. Wire.Greeting[..10], 2], ZmtpFailure.OldVersion },
        { [.. Wire.Greeting[..12], .. "PLAIN"u8, .. new byte[15]], ZmtpFailure.OtherMechanism },
        { [.. Wire.Greeting[..12], .. "NULLX"u8, .. new byte[15]], ZmtpFailure.OtherMechanism },
        { [.. Wire.Greeting, 0x08], ZmtpFailure.BadFlags },
        { [.. Wire.Greeting, 0x05], ZmtpFailure.BadFlags },
        { [.. Wire.Greeting, 0x00], ZmtpFailure.BadCommand },
        { [.. Wire.Greeting, .. Wire.Command("READX", [])], ZmtpFailure.BadCommand },
        { [.. Wire.Greeting, 0x04, 0x00], ZmtpFailure.BadCommand },
        { [.. Wire.Greeting, 0x04, 0x02, 0x05, 0x52], ZmtpFailure.BadCommand },
        { [.. Wire.Greeting, .. Wire.Command("READY", [])], ZmtpFailure.BadCommand },
        { [.. Wire.Greeting, .. Wire.Command("READY", [0])], ZmtpFailure.BadCommand },
        { [.. Wire.Greeting, .. Wire.Command("READY", [1, 65, 0xFF, 0xFF, 0xFF, 0xFF])], ZmtpFailure.BadCommand },
        { [.. Wire.Greeting, .. Wire.Ready("SUB")], ZmtpFailure.OtherSocketType },
        { [.. Wire.Greeting, .. Wire.Command("ERROR", [2, 78, 79])], ZmtpFailure.PeerError },
        { [.. Wire.Hello(), 0x02, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], ZmtpFailure.TooLarge },
        { [.. Wire.Hello(), 0x02, 0, 0, 0, 0, 0, 0, 0x03, 0xE9], ZmtpFailure.TooLarge },
        { [.. Wire.Hello(), .. Wire.Part(new byte[900]), 0x00, 200], ZmtpFailure.TooLarge },
        { [.. Wire.Hello(), .. Enumerable.Repeat(Wire.Part([]), SizeMax + 1).SelectMany(p => p)], ZmtpFailure.TooLarge },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_ends_the_connection_as_soon_as_it_is_seen(byte[] bytes, ZmtpFailure failure)
    {
        Assert.Equal(failure, Read(bytes).Failure);
        Assert.Equal(failure, Read(bytes, pieces: 1).Failure);
    }

    [Fact]
    public void Names_of_properties_have_no_case_and_unknown_ones_are_passed_over() => Assert.Equal(
        ["ready DEALER i"],
        Read([.. Wire.Greeting, .. Wire.Command("READY", [.. Wire.Property("X-Resource", "r"), .. Wire.Property("socket-TYPE", "DEALER"), .. Wire.Property("IDENTITY", "i")])]).Log);

    [Fact]
    public void Random_bytes_are_read_the_same_however_they_are_split() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<PositiveInt>(), (bytes, size) =>
        {
            byte[] talk = [.. Wire.Hello(), .. bytes];
            (List<string> log, ZmtpFailure failure) = Read(talk);
            (List<string> again, ZmtpFailure same) = Read(talk, size.Get);
            return failure == same && log.SequenceEqual(again);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Our_own_hello_is_one_that_we_would_take()
    {
        Assert.Equal(["ready ROUTER "], Read(ZmtpWriter.Hello.ToArray()).Log);
        Assert.Equal([0x04, 7, 4, 0x50, 0x4F, 0x4E, 0x47, 1, 2], ZmtpWriter.Pong([1, 2]));
    }

    private static (List<string> Log, ZmtpFailure Failure) Read(byte[] bytes, int pieces) =>
        Read([.. bytes.Chunk(pieces)]);

    private static (List<string> Log, ZmtpFailure Failure) Read(params byte[][] pieces)
    {
        var reader = new ZmtpReader(SizeMax);
        var log = new Log([]);
        foreach (byte[] piece in pieces)
        {
            reader.Consume(piece, ref log);
        }

        return (log.Lines, reader.Failure);
    }

    private readonly record struct Log(List<string> Lines) : IZmtpHandler
    {
        public void OnReady(string socketType, ReadOnlySpan<byte> identity) => Lines.Add($"ready {socketType} {Encoding.ASCII.GetString(identity)}");

        public void OnMessage(ReadOnlySpan<byte> body) => Lines.Add($"message {Encoding.Latin1.GetString(body)}");

        public void OnPing(ReadOnlySpan<byte> context) => Lines.Add($"ping {Convert.ToHexString(context)}");
    }
}
