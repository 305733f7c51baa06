using LoadGen.Measurement.Clients.Wire;

namespace LoadGen.Measurement.Clients;

/// <summary>Who a client is.</summary>
/// <param name="Version">The program's version and commit: all must be the same.</param>
/// <param name="Host">Its machine; under Slurm the node.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Rank">Which client it wants to be; null for any.</param>
public sealed record ClientIdentity(string Version, string Host, int ProcessId, int? Rank)
{
    internal void Write(WireWriter to)
    {
        to.Text(Version);
        to.Text(Host);
        to.Signed(ProcessId);
        to.Signed(Rank ?? -1);
    }

    internal static ClientIdentity Read(ref WireReader from)
    {
        var identity = new ClientIdentity(from.RequiredText(), from.RequiredText(), from.Int(), from.Int());
        from.End();
        return identity with { Rank = identity.Rank is >= 0 ? identity.Rank : null };
    }
}

/// <summary>What a client is told before it begins.</summary>
/// <param name="Index">Which client it is, from 0.</param>
/// <param name="Count">Of how many.</param>
/// <param name="Model">The model to ask for.</param>
public sealed record ClientSetup(int Index, int Count, string Model)
{
    internal void Write(WireWriter to)
    {
        to.Signed(Index);
        to.Signed(Count);
        to.Text(Model);
    }

    internal static ClientSetup Read(ref WireReader from)
    {
        var setup = new ClientSetup(from.Int(), from.Int(), from.RequiredText());
        from.End();
        return setup;
    }
}
