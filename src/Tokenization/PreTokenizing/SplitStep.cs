using LoadGen.Tokenization.Pipeline;
using LoadGen.Tokenization.Splitting;

namespace LoadGen.Tokenization.PreTokenizing;

/// <summary>Cuts at the matches of a pattern.</summary>
/// <param name="finder">Finds them.</param>
/// <param name="behavior">What becomes of them.</param>
/// <param name="isInverted">Whether what lies between them is what is split at.</param>
internal sealed class SplitStep(PieceFinder finder, SplitBehavior behavior, bool isInverted = false) : PreTokenizer
{
    public override void Split(ReadOnlySpan<byte> text, bool isStart, int step, PieceRun run)
    {
        FinderScratch scratch = run.Scratch(step).Finder;
        finder.Begin(text, scratch);
        var joined = new Joining(behavior, text, isStart, step, run);
        int last = 0;
        while (finder.TryFind(text, scratch, last, out int start, out int end))
        {
            if (start > last)
            {
                joined.Take(last, start, isInverted);
            }

            joined.Take(start, end, !isInverted);
            last = end;
        }

        if (last < text.Length)
        {
            joined.Take(last, text.Length, isInverted);
        }

        joined.Flush();
    }

    // What stands between matches and pieces: at most one piece, which the next part may still be joined to.
    private ref struct Joining(SplitBehavior behavior, ReadOnlySpan<byte> text, bool isStart, int step, PieceRun run)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _start;
        private int _end;
        private bool _wasMatch;

        public void Take(int start, int end, bool isMatch)
        {
            switch (behavior)
            {
                case SplitBehavior.Isolated:
                    Emit(start, end);
                    return;
                case SplitBehavior.Removed when isMatch:
                    return;
                case SplitBehavior.Removed:
                    Emit(start, end);
                    return;
            }

            bool isJoined = _end > _start && behavior switch
            {
                SplitBehavior.MergedWithPrevious => isMatch && !_wasMatch,
                SplitBehavior.MergedWithNext => !isMatch && _wasMatch,
                _ => isMatch == _wasMatch,
            };
            if (!isJoined)
            {
                Flush();
                _start = start;
            }

            _end = end;
            _wasMatch = isMatch;
        }

        public void Flush()
        {
            if (_end > _start)
            {
                Emit(_start, _end);
            }

            _start = _end = 0;
        }

        private readonly void Emit(int start, int end) => run.Next(step, _text[start..end], isStart && start == 0);
    }
}
