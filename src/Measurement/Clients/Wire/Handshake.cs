using System.Security.Cryptography;

namespace LoadGen.Measurement.Clients.Wire;

/// <summary>
/// Both sides prove that they know the token, which itself never travels: coordinator → <c>LGC1</c> and a nonce; client → <c>LGC1</c>, a nonce
/// of its own, and the HMAC-SHA256 of "client" and both; coordinator → the HMAC of "coordinator" and both. Whoever fails is refused before it
/// is listened to.
/// </summary>
internal static class Handshake
{
    /// <summary>Fewest characters of a token.</summary>
    public const int ShortestToken = 16;

    private const int NonceBytes = 16;
    private const int ProofBytes = 32;

    private static ReadOnlySpan<byte> Magic => "LGC1"u8;

    /// <summary>A token that nobody guesses.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The coordinator's side. False when the other is not a client of this run.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public static async Task<bool> AcceptAsync(Stream stream, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] own = RandomNumberGenerator.GetBytes(NonceBytes);
        await stream.WriteAsync((byte[])[.. Magic, .. own], cancellation);
        byte[] answer = new byte[Magic.Length + NonceBytes + ProofBytes];
        if (await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellation) < answer.Length || !answer.AsSpan().StartsWith(Magic))
        {
            return false;
        }

        byte[] other = answer[Magic.Length..^ProofBytes];
        if (!CryptographicOperations.FixedTimeEquals(answer.AsSpan(^ProofBytes..), Proof(token, "client"u8, own, other)))
        {
            return false;
        }

        await stream.WriteAsync(Proof(token, "coordinator"u8, own, other), cancellation);
        return true;
    }

    /// <summary>The client's side. False when the other is not this run's coordinator.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    public static async Task<bool> ConnectAsync(Stream stream, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] greeting = new byte[Magic.Length + NonceBytes];
        if (await stream.ReadAtLeastAsync(greeting, greeting.Length, throwOnEndOfStream: false, cancellation) < greeting.Length || !greeting.AsSpan().StartsWith(Magic))
        {
            return false;
        }

        byte[] other = greeting[Magic.Length..];
        byte[] own = RandomNumberGenerator.GetBytes(NonceBytes);
        await stream.WriteAsync((byte[])[.. Magic, .. own, .. Proof(token, "client"u8, other, own)], cancellation);
        byte[] proof = new byte[ProofBytes];
        return await stream.ReadAtLeastAsync(proof, ProofBytes, throwOnEndOfStream: false, cancellation) == ProofBytes
            && CryptographicOperations.FixedTimeEquals(proof, Proof(token, "coordinator"u8, other, own));
    }

    private static byte[] Proof(string token, ReadOnlySpan<byte> role, byte[] coordinator, byte[] client) =>
        HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token), (byte[])[.. role, .. coordinator, .. client]);
}
