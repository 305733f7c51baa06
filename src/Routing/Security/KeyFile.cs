using System.Security.Cryptography;

namespace LoadGen.Routing.Security;

/// <summary>
/// The hashed keys of a file, and whether a presented one is among them.
/// <code>
/// # a comment
/// {SHA-256 of the key, 64 hex digits} [name]
/// </code>
/// Immutable: to take a changed file, read it again and use the new one.
/// </summary>
public sealed class KeyFile
{
    private const char Comment = '#';

    private readonly byte[] _hashes;
    private readonly string[] _names;

    private KeyFile(List<byte[]> hashes, List<string> names)
    {
        _hashes = [.. hashes.SelectMany(hash => hash)];
        _names = [.. names];
    }

    /// <summary>How many keys there are.</summary>
    public int Count => _names.Length;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ArgumentException">It cannot be read, has a line that is wrong, or no key; names file and line, repeats nothing of it.</exception>
    public static KeyFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllLines(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"cannot read the key file '{path}': {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Reads the lines of a file.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="ArgumentException">As in <see cref="Load"/>.</exception>
    public static KeyFile Parse(IReadOnlyList<string> lines, string path)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var hashes = new List<byte[]>();
        var names = new List<string>();
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i].Split(Comment, 2)[0].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            string[] parts = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            byte[] hash = Hash(parts[0], path, i + 1);
            int same = hashes.FindIndex(known => known.AsSpan().SequenceEqual(hash));
            if (same >= 0)
            {
                throw Bad(path, i + 1, $"the same hash as key {same + 1} of the file: remove one of them");
            }

            hashes.Add(hash);
            names.Add(parts.Length > 1 ? Name(parts[1], path, i + 1) : $"key-{names.Count + 1}");
        }

        return hashes.Count > 0
            ? new KeyFile(hashes, names)
            : throw new ArgumentException($"the key file '{path}' holds no key: one SHA-256 in 64 hex digits a line, with a name behind it if you like");
    }

    /// <summary>
    /// Looks for a presented key. Its hash is compared with all of the file's, whichever it equals: the time tells nothing of where or how
    /// nearly it matched.
    /// </summary>
    /// <param name="key">As it was sent.</param>
    /// <returns>The key's name; null where it is none of them.</returns>
    public string? Find(ReadOnlySpan<char> key)
    {
        if (key.Length is 0 or > KeyHash.KeyLengthMax)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[KeyHash.Length];
        KeyHash.Compute(key, hash);
        int found = -1;
        for (int i = 0; i < _names.Length; i++)
        {
            bool isSame = CryptographicOperations.FixedTimeEquals(hash, _hashes.AsSpan(i * KeyHash.Length, KeyHash.Length));
            found = isSame ? i : found;
        }

        return found < 0 ? null : _names[found];
    }

    private static byte[] Hash(string text, string path, int line)
    {
        byte[] hash = new byte[KeyHash.Length];
        bool isHex = text.Length == 2 * KeyHash.Length
            && Convert.FromHexString(text, hash, out _, out _) == System.Buffers.OperationStatus.Done;

        // It may be the key itself, put there by mistake: not repeated.
        return isHex ? hash : throw Bad(path, line, $"a SHA-256 in {2 * KeyHash.Length} hex digits should stand first, not {text.Length} characters of something else; never put the key itself here");
    }

    private static string Name(string text, string path, int line) =>
        text.Length <= 64 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? text
            : throw Bad(path, line, "a name has at most 64 characters of visible ASCII");

    private static ArgumentException Bad(string path, int line, string what) => new($"{path}:{line}: {what}");
}
