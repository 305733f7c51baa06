using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using LoadGen.Measurement.Clients.Wire;

namespace LoadGen.Measurement.Clients;

/// <summary>What makes a process a client of a run: where its coordinator listens, and the token. It travels in the environment, never in arguments.</summary>
/// <param name="Addresses">Addresses of the coordinator, <c>HOST:PORT</c> each; the first that answers is taken.</param>
/// <param name="Token">What both sides prove to know.</param>
/// <param name="Rank">Which client this is to be, from 0; null leaves it to the coordinator.</param>
public sealed record ClientInvitation(IReadOnlyList<DnsEndPoint> Addresses, string Token, int? Rank)
{
    /// <summary>The variable with the addresses, commas between. Its presence makes a process a client.</summary>
    public const string AddressVariable = "LOADGEN_CLIENT_OF";

    /// <summary>The variable with the token.</summary>
    public const string TokenVariable = "LOADGEN_CLIENT_TOKEN";

    /// <summary>The variable with the rank; without it that of Slurm's task.</summary>
    public const string RankVariable = "LOADGEN_CLIENT_RANK";

    private const string SlurmRankVariable = "SLURM_PROCID";

    /// <summary>Reads it; null where there is none.</summary>
    /// <param name="variable">The environment.</param>
    /// <exception cref="ClientException">It is not whole.</exception>
    public static ClientInvitation? Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (variable(AddressVariable) is not { Length: > 0 } text)
        {
            return null;
        }

        string token = CheckToken(variable(TokenVariable));
        string? rank = variable(RankVariable) ?? variable(SlurmRankVariable);
        return new ClientInvitation(
            [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseAddress)],
            token,
            rank is null ? null : int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
                : throw new ClientException($"{RankVariable}: '{rank}' is not a client's number, from 0", isUsage: true));
    }

    /// <summary>A token that nobody guesses.</summary>
    public static string NewToken() => Handshake.NewToken();

    /// <summary>A token that will do.</summary>
    /// <exception cref="ClientException">There is none, or it is too short.</exception>
    public static string CheckToken(string? token) => token is { Length: >= Handshake.ShortestToken }
        ? token
        : throw new ClientException(
            $"the environment variable {TokenVariable} must hold the same secret of at least {Handshake.ShortestToken} characters for the coordinator and its clients, such as one of 'openssl rand -hex 16'", isUsage: true);

    /// <summary>Where clients find a coordinator that listens on <paramref name="bound"/>.</summary>
    /// <param name="bound">Its address; any stands for all of this host's.</param>
    public static IReadOnlyList<DnsEndPoint> Reachable(IPEndPoint bound)
    {
        ArgumentNullException.ThrowIfNull(bound);
        if (!bound.Address.Equals(IPAddress.Any) && !bound.Address.Equals(IPAddress.IPv6Any))
        {
            return [new DnsEndPoint(bound.Address.ToString(), bound.Port)];
        }

        IEnumerable<string> own = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Where(a => a.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(a => a.Address.ToString());

        // Names first, as clusters' names know the right network; this host itself last.
        return [.. new[] { Dns.GetHostName() }.Concat(own).Append(IPAddress.Loopback.ToString()).Distinct().Select(host => new DnsEndPoint(host, bound.Port))];
    }

    /// <summary>The variables that hand it on.</summary>
    public IReadOnlyDictionary<string, string> ToVariables()
    {
        var variables = new Dictionary<string, string>
        {
            [AddressVariable] = string.Join(',', Addresses.Select(Text)),
            [TokenVariable] = Token,
        };
        if (Rank is { } rank)
        {
            variables[RankVariable] = rank.ToString(CultureInfo.InvariantCulture);
        }

        return variables;
    }

    /// <summary>An address as people write it.</summary>
    public static string Text(DnsEndPoint address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Host.Contains(':', StringComparison.Ordinal) ? $"[{address.Host}]:{address.Port}" : $"{address.Host}:{address.Port}";
    }

    /// <summary>Without the token.</summary>
    public override string ToString() => string.Join(',', Addresses.Select(Text));

    private static DnsEndPoint ParseAddress(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0
            ? new DnsEndPoint(text[..colon].Trim('[', ']'), port)
            : throw new ClientException($"{AddressVariable}: '{text}' is not HOST:PORT", isUsage: true);
    }
}
