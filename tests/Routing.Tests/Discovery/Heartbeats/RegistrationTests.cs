using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Discovery.Heartbeats;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Tests.Discovery.Heartbeats;

public class RegistrationTests
{
    [Fact]
    public void A_P2pNccl_worker_is_read()
    {
        Assert.True(Registration.TryParse(Packed.P2pNccl(type: "D"), out Registration? registration, out _));
        WorkerSettings worker = registration!.ToWorker();
        Assert.Equal("http://10.0.0.1:8000", worker.Id);
        Assert.Equal(WorkerRole.Decode, worker.Role);
        Assert.Equal(WorkerSource.Heartbeat, worker.Source);
        Assert.Equal(new HandoffPeer { Host = "10.0.0.1", Port = 8000, ZmqAddress = "10.0.0.1:21001" }, worker.Peer);
    }

    [Fact]
    public void A_MoRIIO_worker_is_read_and_what_is_not_known_of_it_is_passed_over()
    {
        Assert.True(Registration.TryParse(Packed.MoRIIo("WRITE"), out Registration? registration, out _));
        Assert.Equal(
            new Registration(WorkerRole.Prefill, "10.0.0.1:8000", "host:10.0.0.1,handshake:6301,notify:61005", 8, 200, "WRITE"), registration);
    }

    [Fact]
    public void A_greeting_means_nothing()
    {
        Assert.True(Registration.TryParse(Packed.Map(("type", Packed.Text("HELLO"))), out Registration? registration, out _));
        Assert.Null(registration);
    }

    public static TheoryData<byte[], string> Wrong => new()
    {
        { [], "not a msgpack map" },
        { "hello"u8.ToArray(), "not a msgpack map" },
        { [.. Packed.P2pNccl(), 0], "not a msgpack map" },
        { Packed.P2pNccl()[..^1], "not a msgpack map" },
        { [0xDF, 0x7F, 0xFF, 0xFF, 0xFF], "not a msgpack map" },
        { Packed.Map(("type", Packed.Text("register"))), "update vLLM" },
        { Packed.P2pNccl(type: "X"), "neither P nor D" },
        { Packed.P2pNccl(http: "0.0.0.0:8000"), "http_address" },
        { Packed.P2pNccl(http: "[::]:8000"), "http_address" },
        { Packed.P2pNccl(http: "10.0.0.1"), "http_address" },
        { Packed.P2pNccl(http: "10.0.0.1:0"), "http_address" },
        { Packed.P2pNccl(http: "10.0.0.1:8000/v1"), "http_address" },
        { Packed.P2pNccl(http: "u:p@10.0.0.1:8000"), "http_address" },
        { Packed.P2pNccl(zmq: ""), "zmq_address" },
        { Packed.P2pNccl(zmq: "10.0.0.1"), "zmq_address" },
        { Packed.P2pNccl(zmq: "10.0.0.1:1\r\nEvil: 1"), "zmq_address" },
        { Packed.P2pNccl(zmq: new string('1', 300) + ":1"), "zmq_address" },
        { Packed.MoRIIo("COPY"), "transfer_mode" },
        { Packed.Map(("dp_size", [0])), "dp_size" },
        { Packed.Map(("tp_size", Packed.Text("8"))), "tp_size" },
        { Packed.Map(("tp_size", Packed.Integer(long.MaxValue))), "tp_size" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_with_a_registration_is_said(byte[] message, string problem)
    {
        Assert.False(Registration.TryParse(message, out _, out string said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_registration_cut_anywhere_is_refused()
    {
        byte[] whole = Packed.MoRIIo();
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.False(Registration.TryParse(whole.AsSpan(0, length), out _, out _)));
    }
}
