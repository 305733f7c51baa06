using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace LoadGen.Tokenization.Sampling;

/// <summary>
/// Random prompts of an exact length, in InferenceX's way: consecutive ids are decoded to text, the text is encoded again, and cut or
/// filled up until it has the length asked for. Where that never comes true the nearest text is taken, and the mismatch said. Not
/// thread-safe: it keeps its buffers.
/// </summary>
/// <remarks>
/// Source of the method: <c>sample_random_requests</c> in <c>utils/bench_serving/benchmark_serving.py</c> of SemiAnalysisAI/InferenceX.
/// It differs in three: a template's tokens are counted on the whole prompt, and made up for, where tokens at its seams merge with the
/// text; special tokens are left out, as engines refuse or obey them, and what fills up are tokens whose text is them again; and each prompt
/// draws for itself, so that prompts can be made in any order.
/// </remarks>
public sealed class PromptSampler
{
    // SplitMix64's increment and finalizer constants (Steele, Lea, Flood, 2014).
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private const ulong Mix1 = 0xBF58476D1CE4E5B9;
    private const ulong Mix2 = 0x94D049BB133111EB;

    // Of o200k 99% of the ids are stable, of a vocabulary of 1,000 still 89%.
    private const int DrawsMost = 16;

    private const int Utf8LengthMost = 4;

    // Of 200 prompts of a vocabulary of 1,500, cutting and filling alone leaves up to 6 a token off behind a template.
    private const int FreshEndFrom = 4;

    private readonly Tokenizer _tokenizer;
    private readonly PromptSamplerOptions _options;
    private readonly int _ids;
    private readonly int _aroundText;
    private readonly List<int> _now = [];
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly ArrayBufferWriter<byte> _nearest = new();
    private readonly ArrayBufferWriter<byte> _one = new();
    private readonly List<int> _again = [];
    private ulong _state;

    /// <summary>Prepares for a tokenizer and, if there is one, a template.</summary>
    /// <exception cref="ArgumentException">An option nothing can be sampled with.</exception>
    /// <exception cref="Templates.TemplateException">The template refuses a conversation of one message.</exception>
    public PromptSampler(Tokenizer tokenizer, PromptSamplerOptions options)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1, nameof(options));
        _tokenizer = tokenizer;
        _options = options;
        _ids = Math.Min(options.VocabularySize ?? int.MaxValue, tokenizer.VocabularySize) - options.FirstTokenId;
        if (options.FirstTokenId < 0 || _ids < 1 || !Enumerable.Range(options.FirstTokenId, _ids).Any(id => !tokenizer.IsSpecial(id)))
        {
            throw new ArgumentException($"no id to draw from {options.FirstTokenId} on, of a vocabulary of {tokenizer.VocabularySize}");
        }

        // As InferenceX has it: the prompt around one letter, less that letter.
        _aroundText = options.AddSpecialTokens ? tokenizer.Count([], addSpecialTokens: true) : 0;
        OverheadTokens = Math.Max(0, CountWhole("a"u8) - 1);
        TemplateTokens = options.Template is null ? 0 : Math.Max(0, OverheadTokens - _aroundText);
    }

    /// <summary>The tokens that template and special tokens take: no prompt is shorter.</summary>
    public int OverheadTokens { get; }

    /// <summary>The template's alone; 0 without one. InferenceX draws lengths without them and adds them.</summary>
    public int TemplateTokens { get; }

    /// <summary>The prompt that a text becomes: the text itself, or the template around it.</summary>
    public string Render(string content) => _options.Template is { } template
        ? template.Render(content, _options.BosToken, _options.EosToken, _options.TemplateVariables)
        : content;

    /// <summary>Samples a prompt whose first ids are (offset + index + j) mod vocabulary, the offset drawn by seed and index.</summary>
    /// <param name="index">Which prompt.</param>
    /// <param name="targetTokens">The length asked for, the overhead included.</param>
    /// <param name="content">Takes the text: the user's message where there is a template, else the prompt.</param>
    public PromptSample Sample(int index, int targetTokens, IBufferWriter<byte> content)
    {
        Seed(index);
        int offset = (int)(Next() % (ulong)_ids);
        int count = ContentTarget(targetTokens);
        _now.Clear();
        for (int j = 0; j < count; j++)
        {
            _now.Add(_options.FirstTokenId + (int)(((long)offset + index + j) % _ids));
        }

        _now.RemoveAll(_tokenizer.IsSpecial);
        return Fit(targetTokens, content);
    }

    /// <summary>Samples a prompt from ids drawn elsewhere, such as InferenceX's own.</summary>
    /// <param name="index">Which prompt: seeds what is drawn to fill up.</param>
    /// <param name="ids">The ids to begin with; special tokens among them are left out.</param>
    /// <param name="targetTokens">The length asked for, the overhead included.</param>
    /// <param name="content">Takes the text, as for the other overload.</param>
    public PromptSample Sample(int index, ReadOnlySpan<int> ids, int targetTokens, IBufferWriter<byte> content)
    {
        Seed(index);
        _now.Clear();
        _now.AddRange(ids);
        _now.RemoveAll(_tokenizer.IsSpecial);
        return Fit(targetTokens, content);
    }

    private int ContentTarget(int targetTokens) => Math.Max(1, targetTokens - OverheadTokens);

    // Text from ids, ids from text, until the whole has its length; what the seams take or give is made up for in the content's.
    private PromptSample Fit(int targetTokens, IBufferWriter<byte> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        int contentTarget = ContentTarget(targetTokens);
        int nearestTokens = int.MaxValue;
        int attempt = 0;
        while (attempt < _options.Attempts && nearestTokens != targetTokens)
        {
            attempt++;
            _text.ResetWrittenCount();
            _tokenizer.Decode(CollectionsMarshal.AsSpan(_now), _text);
            _now.Clear();
            _tokenizer.Encode(_text.WrittenSpan, _now);

            // Without a template nothing merges with what stands around the text.
            int whole = _options.Template is null ? _now.Count + _aroundText : CountWhole(_text.WrittenSpan);
            if (nearestTokens == int.MaxValue || Math.Abs((long)whole - targetTokens) < Math.Abs((long)nearestTokens - targetTokens))
            {
                nearestTokens = whole;
                _nearest.ResetWrittenCount();
                _nearest.Write(_text.WrittenSpan);
            }

            if (_now.Count == contentTarget)
            {
                contentTarget = Math.Max(1, contentTarget + targetTokens - whole);
            }

            if (attempt >= FreshEndFrom && whole != targetTokens && _now.Count > 0)
            {
                // Two lengths may follow each other for ever where the last token merges with the template: another one need not.
                _now.RemoveAt(Math.Min(_now.Count, contentTarget) - 1);
            }

            Resize(contentTarget);
        }

        content.Write(_nearest.WrittenSpan);
        return new PromptSample(targetTokens, nearestTokens, attempt);
    }

    private void Resize(int target)
    {
        if (_now.Count > target)
        {
            _now.RemoveRange(target, _now.Count - target);
            DropBrokenEnd();
        }

        while (_now.Count < target)
        {
            _now.Add(NextStable());
        }
    }

    // A character cut in two becomes U+FFFD, which has more ids than the half it stands for: cutting would never come to an end. A U+FFFD that
    // was there before is none of these, and with byte fallback a run of them is whole or all broken: what is kept must be itself again.
    private void DropBrokenEnd()
    {
        int all = _now.Count;
        for (int dropped = 0; dropped < Math.Min(Utf8LengthMost, all); dropped++)
        {
            ReadOnlySpan<int> kept = CollectionsMarshal.AsSpan(_now)[..(all - dropped)];
            _one.ResetWrittenCount();
            _tokenizer.Decode(kept, _one);
            if (!_one.WrittenSpan.EndsWith("\uFFFD"u8) || CountAgain() == kept.Length)
            {
                _now.RemoveRange(kept.Length, dropped);
                return;
            }
        }

        _now.RemoveRange(all - Math.Min(Utf8LengthMost - 1, all), Math.Min(Utf8LengthMost - 1, all));
    }

    private int CountAgain()
    {
        _again.Clear();
        _tokenizer.Encode(_one.WrittenSpan, _again);
        return _again.Count;
    }

    // An id whose text is that id again, if a few draws find one: others would change the length with the next encoding.
    private int NextStable()
    {
        int id = NextPlain();
        for (int draw = 1; draw < DrawsMost && !IsStable(id); draw++)
        {
            id = NextPlain();
        }

        return id;
    }

    private bool IsStable(int id)
    {
        _one.ResetWrittenCount();
        _tokenizer.Decode([id], _one);
        return CountAgain() == 1 && _again[0] == id;
    }

    private int NextPlain()
    {
        while (true)
        {
            int id = _options.FirstTokenId + (int)(Next() % (ulong)_ids);
            if (!_tokenizer.IsSpecial(id))
            {
                return id;
            }
        }
    }

    private int CountWhole(ReadOnlySpan<byte> content) => _options.Template is null
        ? _tokenizer.Count(content, _options.AddSpecialTokens)
        : _tokenizer.Count(Encoding.UTF8.GetBytes(Render(Encoding.UTF8.GetString(content))), _options.AddSpecialTokens);

    private void Seed(int index) => _state = ((ulong)_options.Seed * Mix1) ^ ((ulong)(uint)index * Mix2);

    private ulong Next()
    {
        ulong z = _state += Increment;
        z = (z ^ (z >> 30)) * Mix1;
        z = (z ^ (z >> 27)) * Mix2;
        return z ^ (z >> 31);
    }
}
