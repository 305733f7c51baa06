using System.Globalization;
using LoadGen.Inference.Handoffs;
using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Discovery.Heartbeats;

/// <summary>
/// What a vLLM worker says of itself every 3 s, as one msgpack map:
/// <code>
/// P2pNccl  type "P" | "D", http_address "ip:port", zmq_address "ip:port"
/// MoRI-IO  the same with zmq_address "host:ip,handshake:port,notify:port", dp_size, tp_size, transfer_mode "READ" | "WRITE"
/// </code>
/// MoRI-IO may send "HELLO" as the type first, which means nothing. Keys that are not known are passed over: the sets grow between releases.
/// </summary>
/// <param name="Role">Prefill for P, decode for D.</param>
/// <param name="HttpAddress">Where its API is.</param>
/// <param name="ZmqAddress">What request ids carry.</param>
/// <param name="DpSize">Data-parallel ranks; 1 where it does not say.</param>
/// <param name="TpSize">Tensor-parallel ranks; 1 where it does not say.</param>
/// <param name="TransferMode">READ, WRITE, or empty where it does not say.</param>
internal sealed record Registration(WorkerRole Role, string HttpAddress, string ZmqAddress, int DpSize, int TpSize, string TransferMode)
{
    private const int AddressMax = 255;
    private const int SizeMax = 65_536;
    private const int KeysMax = 64;

    /// <summary>Reads one.</summary>
    /// <param name="message">The message's last part.</param>
    /// <param name="registration">The registration; null for a greeting that means nothing.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryParse(ReadOnlySpan<byte> message, out Registration? registration, out string problem)
    {
        registration = null;
        var reader = new MsgPackReader(message);
        var fields = new Fields();
        if (!reader.TryReadMap(out int count) || count > KeysMax || !fields.TryRead(ref reader, count) || !reader.IsAtEnd)
        {
            problem = fields.Problem ?? "the message is not a msgpack map with text keys";
            return false;
        }

        if (fields.Type == "HELLO")
        {
            problem = "";
            return true;
        }

        problem = fields.Check();
        if (problem.Length > 0)
        {
            return false;
        }

        registration = new Registration(
            fields.Type == "P" ? WorkerRole.Prefill : WorkerRole.Decode, fields.Http, fields.Zmq, fields.DpSize, fields.TpSize, fields.Mode);
        return true;
    }

    /// <summary>The worker that it describes.</summary>
    public WorkerSettings ToWorker()
    {
        var url = new Uri($"http://{HttpAddress}");
        return new WorkerSettings
        {
            Url = url,
            Role = Role,
            Source = WorkerSource.Heartbeat,
            Peer = new HandoffPeer { Host = url.IdnHost, Port = url.Port, ZmqAddress = ZmqAddress, DpSize = DpSize, TpSize = TpSize },
        };
    }

    private struct Fields()
    {
        public string Type = "";
        public string Http = "";
        public string Zmq = "";
        public string Mode = "";
        public int DpSize = 1;
        public int TpSize = 1;
        public string? Problem;

        public bool TryRead(ref MsgPackReader reader, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (!reader.TryReadText(out string key))
                {
                    return false;
                }

                bool isRead = key switch
                {
                    "type" => reader.TryReadText(out Type),
                    "http_address" => reader.TryReadText(out Http),
                    "zmq_address" => reader.TryReadText(out Zmq),
                    "transfer_mode" => reader.TryReadText(out Mode),
                    "dp_size" => TrySize(ref reader, out DpSize),
                    "tp_size" => TrySize(ref reader, out TpSize),
                    _ => reader.TrySkip(),
                };
                if (!isRead)
                {
                    Problem = key is "dp_size" or "tp_size" ? $"{key} is no number from 1 to {SizeMax}" : null;
                    return false;
                }
            }

            return true;
        }

        public readonly string Check() => this switch
        {
            { Type: "register" } => "it is of a vLLM that registers with the type 'register'; update vLLM, whose type is now P or D",
            { Type: not ("P" or "D") } => "its type is neither P nor D",
            _ when !IsHttpAddress(Http) => "its http_address is no ip:port that others can reach",
            _ when !IsPlain(Zmq) || !Zmq.Contains(':', StringComparison.Ordinal) => "its zmq_address is no ip:port",
            _ when Mode is not ("" or "READ" or "WRITE") => "its transfer_mode is neither READ nor WRITE",
            _ => "",
        };

        private static bool TrySize(ref MsgPackReader reader, out int size)
        {
            bool isRead = reader.TryReadInteger(out long value) && value is >= 1 and <= SizeMax;
            size = isRead ? (int)value : 1;
            return isRead;
        }

        // A worker that announces its wildcard address would be sought on the router's own host.
        private static bool IsHttpAddress(string text)
        {
            int colon = text.LastIndexOf(':');
            return IsPlain(text) && colon > 0
                && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is >= 1 and <= 65_535
                && Settings.WorkerUrl.TryParse($"http://{text}", out Uri? url) && url.Host is not ("0.0.0.0" or "[::]");
        }

        // The ZMQ address goes into the X-Request-Id header of requests: nothing may end that header, or hide in it.
        private static bool IsPlain(string text) =>
            text.Length is > 0 and <= AddressMax && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
    }
}
