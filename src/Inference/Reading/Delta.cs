namespace LoadGen.Inference.Reading;

/// <summary>What a <c>delta</c> or <c>message</c> object carries: raw JSON string bytes, and lengths of what nobody reads as text.</summary>
internal ref struct Delta
{
    public ReadOnlySpan<byte> Content;

    public ReadOnlySpan<byte> Reasoning;

    public int ToolCallBytes;

    public int RefusalBytes;
}
