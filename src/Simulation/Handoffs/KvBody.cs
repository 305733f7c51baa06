using LoadGen.Simulation.Kv;
using LoadGen.Simulation.Responses;

namespace LoadGen.Simulation.Handoffs;

/// <summary>The body of <c>GET /kv</c>.</summary>
internal static class KvBody
{
    public static byte[] Format(KvFigures figures) => InfoBodies.Write(json =>
    {
        json.WriteBoolean("simulated"u8, true);
        json.WriteString("role"u8, HandoffNames.NameOf(figures.Role));
        json.WriteString("protocol"u8, figures.Protocol is { } protocol ? HandoffNames.NameOf(protocol) : "none");
        json.WriteNumber("total_blocks"u8, figures.TotalBlocks);
        json.WriteNumber("free_blocks"u8, figures.FreeBlocks);
        json.WriteNumber("pinned"u8, figures.Pinned);
        json.WriteNumber("pinned_blocks"u8, figures.PinnedBlocks);
        json.WriteNumber("pulled"u8, figures.Pulled);
        json.WriteNumber("reclaimed"u8, figures.Reclaimed);
        json.WriteNumber("expired"u8, figures.Expired);
        json.WriteNumber("leaked"u8, figures.Leaked);
        json.WriteNumber("unsafe_aborts"u8, figures.UnsafeAborts);
        json.WriteNumber("running"u8, figures.Running);
        json.WriteNumber("waiting"u8, figures.Waiting);
        json.WriteNumber("errors"u8, figures.Errors);
    });
}
