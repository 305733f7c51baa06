using LoadGen.Tokenization.Merging;
using LoadGen.Tokenization.PreTokenizing;

namespace LoadGen.Tokenization.Pipeline;

/// <summary>Leads a text through the pre-tokenizer's steps, depth first, and each piece that comes out to the encoder.</summary>
internal sealed class PieceRun
{
    private readonly PreTokenizer[] _steps;
    private readonly StepScratch[] _scratch;
    private readonly PieceEncoder _encoder;
    private readonly IdBuffer _ids;

    public PieceRun(PreTokenizer[] steps, PieceEncoder encoder, IdBuffer ids)
    {
        _steps = steps;
        _scratch = [.. steps.Select(_ => new StepScratch())];
        _encoder = encoder;
        _ids = ids;
    }

    /// <summary>Encodes a text.</summary>
    public void Encode(ReadOnlySpan<byte> text, bool isStart) => Next(-1, text, isStart);

    /// <summary>Hands a step's piece on.</summary>
    public void Next(int step, ReadOnlySpan<byte> piece, bool isStart)
    {
        step++;
        if (step == _steps.Length)
        {
            _encoder.Encode(piece, _ids);
        }
        else if (!piece.IsEmpty)
        {
            _steps[step].Split(piece, isStart, step, this);
        }
    }

    /// <summary>The buffers of a step.</summary>
    public StepScratch Scratch(int step) => _scratch[step];
}
