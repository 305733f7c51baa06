using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace LoadGen.Routing.Security;

/// <summary>
/// The SHA-256 of a key: what files hold and comparisons see, so that neither a file nor memory gives keys away. Plain SHA-256 is right
/// for keys of a generator's making (<c>openssl rand -hex 32</c>); words that people choose could be found by trying.
/// </summary>
public static class KeyHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The longest key, in characters: tokens that carry claims are long, and a header is limited anyway.</summary>
    public const int KeyLengthMax = 8_192;

    // Shorter ones are found by trying, even over the network.
    private const int KeyLengthMin = 16;

    // Nearly every key fits: nothing is rented.
    private const int StackBytes = 512;

    /// <summary>Hashes a key for a file, as 64 hex digits in lower case.</summary>
    /// <param name="key">The key as clients will send it; blanks and a line end around it are taken off.</param>
    /// <exception cref="ArgumentException">It is no good key; says why, and does not repeat it.</exception>
    public static string Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ReadOnlySpan<char> trimmed = key.AsSpan().Trim();
        if (trimmed.Length is < KeyLengthMin or > KeyLengthMax)
        {
            throw new ArgumentException($"the key has {trimmed.Length} characters: {KeyLengthMin} to {KeyLengthMax} are right, such as openssl rand -hex 32 makes");
        }

        if (trimmed.ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("the key holds a blank or a character that is not visible ASCII: it could not be sent in a header");
        }

        Span<byte> hash = stackalloc byte[Length];
        Compute(trimmed, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Hashes a presented key. Its bytes are wiped afterwards.</summary>
    internal static void Compute(ReadOnlySpan<char> key, Span<byte> hash)
    {
        int bytesMax = Encoding.UTF8.GetMaxByteCount(key.Length);
        byte[]? rented = bytesMax > StackBytes ? ArrayPool<byte>.Shared.Rent(bytesMax) : null;
        Span<byte> bytes = rented ?? stackalloc byte[StackBytes];
        int written = Encoding.UTF8.GetBytes(key, bytes);
        SHA256.HashData(bytes[..written], hash);
        CryptographicOperations.ZeroMemory(bytes[..written]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
