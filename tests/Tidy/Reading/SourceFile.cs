namespace LoadGen.Tidy.Reading;

/// <summary>A text file of the repository; <see cref="Path"/> is relative to the root, with slashes.</summary>
public sealed class SourceFile(string path, string text)
{
    private string? _code;
    private string[]? _lines;

    public string Path { get; } = path;

    public string Text { get; } = text;

    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string[] Lines => _lines ??= Text.Split('\n');

    /// <summary>The C# text with comments and string contents blanked, character for character in place.</summary>
    public string Code => _code ??= CSharpCode.Blank(Text);

    public int LineAt(int position) => Text.AsSpan(0, position).Count('\n') + 1;

    public Finding At(int position, string message) => new(Path, LineAt(position), message);

    public override string ToString() => Path;
}
