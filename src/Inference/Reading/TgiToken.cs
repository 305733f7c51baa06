using LoadGen.Inference.Json;

namespace LoadGen.Inference.Reading;

/// <summary>The token of an event of Text Generation Inference.</summary>
internal ref struct TgiToken
{
    public bool IsRead;

    public bool IsSpecial;

    public ReadOnlySpan<byte> Text;

    public static TgiToken Read(scoped ref JsonScanner json)
    {
        TgiToken token = default;
        if (json.TryReadNull() || !json.EnterObject("an object or null as token"))
        {
            return token;
        }

        token.IsRead = true;
        while (json.NextName(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("text"u8))
            {
                token.Text = DeltaReader.Text(ref json, "a string or null as text");
            }
            else if (name.SequenceEqual("special"u8))
            {
                token.IsSpecial = json.Peek() == 't';
                json.Skip();
            }
            else
            {
                json.Skip();
            }
        }

        return token;
    }
}
