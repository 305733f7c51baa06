using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace LoadGen.Reporting.Html;

/// <summary>
/// The page without its data, as <c>web/build.mjs</c> made it: style and script are in it, and three places to fill. The binary carries it compressed.
/// </summary>
internal sealed class PageTemplate
{
    private const string ResourceName = "report.html.br";
    private const string DataPlace = "%DATA%";
    private const string TitlePlace = "%TITLE%";
    private const string PolicyPlace = "%CSP%";

    private static readonly Lazy<PageTemplate> s_builtIn = new(Read);

    private readonly string _text;
    private readonly string _scriptHash;
    private readonly string _styleHash;

    /// <summary>Takes a template apart.</summary>
    /// <param name="text">The page, with its places.</param>
    internal PageTemplate(string text)
    {
        _text = text;
        _styleHash = HashOf(text, "<style>", "</style>");
        _scriptHash = HashOf(text, "<script>", "</script>");
    }

    /// <summary>The one that the binary carries.</summary>
    public static PageTemplate BuiltIn => s_builtIn.Value;

    /// <summary>Writes the page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="title">Its title.</param>
    /// <param name="dataJson">The document, in which no <c>&lt;</c> stands.</param>
    /// <param name="live">It may talk to the server that it came from, and to none otherwise.</param>
    public void Write(TextWriter output, string title, string dataJson, bool live)
    {
        ReadOnlySpan<char> text = _text;
        // Each place is there once, in this order; the data are not looked through for places.
        text = Copy(text, PolicyPlace, output);
        output.Write(Policy(live));
        text = Copy(text, TitlePlace, output);
        output.Write(System.Net.WebUtility.HtmlEncode(title));
        text = Copy(text, DataPlace, output);
        output.Write(dataJson);
        output.Write(text);
    }

    /// <summary>Nothing may be loaded from anywhere; no script and no style but the page's own count, whatever text of the data gets into the page.</summary>
    internal string Policy(bool live) =>
        $"default-src 'none'; script-src '{_scriptHash}'; style-src '{_styleHash}'; img-src data: blob:; connect-src {(live ? "'self'" : "'none'")}; base-uri 'none'; form-action 'none'";

    private static ReadOnlySpan<char> Copy(ReadOnlySpan<char> text, string place, TextWriter output)
    {
        int at = text.IndexOf(place, StringComparison.Ordinal);
        output.Write(text[..at]);
        return text[(at + place.Length)..];
    }

    private static string HashOf(string text, string begin, string end)
    {
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        int to = text.IndexOf(end, from, StringComparison.Ordinal);
        return "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text[from..to])));
    }

    private static PageTemplate Read()
    {
        using Stream resource = typeof(PageTemplate).Assembly.GetManifestResourceStream(ResourceName)!;
        using var page = new StreamReader(new BrotliStream(resource, CompressionMode.Decompress), Encoding.UTF8);
        return new PageTemplate(page.ReadToEnd());
    }
}
