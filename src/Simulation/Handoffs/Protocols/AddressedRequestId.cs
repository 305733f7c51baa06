using LoadGen.Inference.Handoffs;
using LoadGen.Simulation.Handoffs.Channel;

namespace LoadGen.Simulation.Handoffs.Protocols;

/// <summary>A request id that carries both engines' addresses: <c>___prefill_addr_{ip:port}___decode_addr_{ip:port}_{unique}</c>.</summary>
internal readonly record struct AddressedRequestId(HostPort Prefill, HostPort Decode)
{
    public static bool TryParse(string id, out AddressedRequestId addresses)
    {
        addresses = default;
        int prefill = id.IndexOf(HandoffFields.PrefillAddressMark, StringComparison.Ordinal);
        int decode = id.IndexOf(HandoffFields.DecodeAddressMark, StringComparison.Ordinal);
        int unique = id.LastIndexOf('_');
        int prefillStart = prefill + HandoffFields.PrefillAddressMark.Length;
        int decodeStart = decode + HandoffFields.DecodeAddressMark.Length;
        if (prefill < 0 || decode < prefillStart || unique <= decodeStart || unique == id.Length - 1
            || !TryParseAddress(id[prefillStart..decode], out HostPort p) || !TryParseAddress(id[decodeStart..unique], out HostPort d))
        {
            return false;
        }

        addresses = new AddressedRequestId(p, d);
        return true;
    }

    // MoRI-IO has two ports, written "host:IP,handshake:PORT,notify:PORT"; the simulated engine listens on one and takes either form.
    private static bool TryParseAddress(string text, out HostPort address)
    {
        address = default;
        if (!text.StartsWith("host:", StringComparison.Ordinal) || !text.Contains(',', StringComparison.Ordinal))
        {
            return HostPort.TryParse(text, out address);
        }

        string[] parts = text.Split(',');
        string? notify = Array.Find(parts, part => part.StartsWith("notify:", StringComparison.Ordinal));
        return notify is not null && HostPort.TryParse(parts[0]["host:".Length..] + ":" + notify["notify:".Length..], out address);
    }
}
