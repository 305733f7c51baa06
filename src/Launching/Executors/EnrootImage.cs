namespace LoadGen.Launching.Executors;

/// <summary>How container images are named by Docker, by enroot and as files.</summary>
public static class EnrootImage
{
    /// <summary>The extension of an image file.</summary>
    public const string Extension = ".sqsh";

    /// <summary>An image that lies on a disk already.</summary>
    public static bool IsFile(string image) => image.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>As pyxis and enroot name it: <c>nvcr.io#nvidia/tritonserver:25.01</c>, the registry split off by a number sign.</summary>
    public static string NameOf(string image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int slash = image.IndexOf('/', StringComparison.Ordinal);
        // A first part with a dot or a port is a registry; anything else belongs to Docker's own.
        bool hasRegistry = slash > 0 && image.AsSpan(0, slash).IndexOfAny('.', ':') >= 0 && !image.Contains('#', StringComparison.Ordinal);
        return hasRegistry ? $"{image[..slash]}#{image[(slash + 1)..]}" : image;
    }

    /// <summary>The file's name: the image's, with everything that a path or an option could stumble over made an underscore.</summary>
    public static string FileOf(string image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return string.Concat(image.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')) + Extension;
    }
}
