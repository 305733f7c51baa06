using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Splitting;
using LoadGen.Tokenization.Vocabularies;

namespace LoadGen.Tokenization.Decoding;

/// <summary>Reads ByteLevel's characters back into bytes; a token that has others stays as it is. All tokens become one.</summary>
internal sealed class ByteLevelDecoder : Decoder
{
    public override void Apply(TokenText tokens, TokenText output, DecoderScratch scratch)
    {
        ByteBuffer bytes = scratch.Bytes;
        bytes.Clear();
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<byte> token = tokens[i];
            Span<byte> read = bytes.Reserve(token.Length);
            if (ByteLevelAlphabet.TryRead(token, read, out int count))
            {
                bytes.Advance(count);
            }
            else
            {
                bytes.Add(token);
            }
        }

        Utf8Repair.Append(bytes.Written, output.Bytes);
        output.End();
    }
}

/// <summary>Reads runs of <c>&lt;0x00&gt;</c> tokens as the bytes they name: one token if they are UTF-8, else U+FFFD for each.</summary>
internal sealed class ByteFallbackDecoder : Decoder
{
    public override void Apply(TokenText tokens, TokenText output, DecoderScratch scratch)
    {
        ByteBuffer run = scratch.Bytes;
        run.Clear();
        for (int i = 0; i < tokens.Count; i++)
        {
            int value = ByteOf(tokens[i]);
            if (value >= 0)
            {
                run.Add((byte)value);
                continue;
            }

            Flush(run, output);
            output.Add(tokens[i]);
        }

        Flush(run, output);
    }

    // <0x41>; the digits may be of either case.
    private static int ByteOf(ReadOnlySpan<byte> token) =>
        token.Length == 6 && token.StartsWith("<0x"u8) && token[5] == '>' && HexOf(token[3]) is >= 0 and int high && HexOf(token[4]) is >= 0 and int low
            ? (high << 4) | low
            : -1;

    private static int HexOf(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    private static void Flush(ByteBuffer run, TokenText output)
    {
        if (System.Text.Unicode.Utf8.IsValid(run.Written))
        {
            if (run.Count > 0)
            {
                output.Add(run.Written);
            }
        }
        else
        {
            for (int i = 0; i < run.Count; i++)
            {
                output.Add(Utf8Repair.Replacement);
            }
        }

        run.Clear();
    }
}

/// <summary>All tokens become one.</summary>
internal sealed class FuseDecoder : Decoder
{
    public override void Apply(TokenText tokens, TokenText output, DecoderScratch scratch) => output.Add(tokens.Bytes.Written);
}

/// <summary>Takes a character off the ends of each token, so many times at most.</summary>
internal sealed class StripDecoder(byte[] content, int start, int stop) : Decoder
{
    public override void Apply(TokenText tokens, TokenText output, DecoderScratch scratch)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<byte> token = tokens[i];
            for (int taken = 0; taken < start && token.StartsWith(content); taken++)
            {
                token = token[content.Length..];
            }

            for (int taken = 0; taken < stop && token.EndsWith(content); taken++)
            {
                token = token[..^content.Length];
            }

            output.Add(token);
        }
    }
}

/// <summary>Replaces the matches of a pattern in each token.</summary>
internal sealed class ReplaceDecoder(PieceFinder finder, byte[] replacement) : Decoder
{
    public override void Apply(TokenText tokens, TokenText output, DecoderScratch scratch)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<byte> token = tokens[i];
            finder.Begin(token, scratch.Finder);
            int last = 0;
            while (finder.TryFind(token, scratch.Finder, last, out int start, out int end))
            {
                output.Bytes.Add(token[last..start]);
                output.Bytes.Add(replacement);
                last = end;
            }

            output.Add(token[last..]);
        }
    }
}

/// <summary>SentencePiece's visible blanks become blanks again; those of the first token go, if one was put before it.</summary>
internal sealed class MetaspaceDecoder(byte[] replacement, bool isPrepended) : Decoder
{
    public override void Apply(TokenText tokens, TokenText output, DecoderScratch scratch)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<byte> token = tokens[i];
            while (token.IndexOf(replacement) is >= 0 and int at)
            {
                output.Bytes.Add(token[..at]);
                output.Bytes.Add(i == 0 && isPrepended ? [] : " "u8);
                token = token[(at + replacement.Length)..];
            }

            output.Add(token);
        }
    }
}

/// <summary>The suffix that ends words becomes a blank, at the end of the text nothing.</summary>
internal sealed class SuffixDecoder(byte[] suffix) : Decoder
{
    public override void Apply(TokenText tokens, TokenText output, DecoderScratch scratch)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            ReadOnlySpan<byte> token = tokens[i];
            while (suffix.Length > 0 && token.IndexOf(suffix) is >= 0 and int at)
            {
                output.Bytes.Add(token[..at]);
                output.Bytes.Add(i == tokens.Count - 1 ? [] : " "u8);
                token = token[(at + suffix.Length)..];
            }

            output.Add(token);
        }
    }
}

/// <summary>Without a decoder the tokens stand side by side, a blank between them.</summary>
internal sealed class JoinDecoder : Decoder
{
    public override void Apply(TokenText tokens, TokenText output, DecoderScratch scratch)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            output.Bytes.Add(i == 0 ? [] : " "u8);
            output.Add(tokens[i]);
        }
    }
}
