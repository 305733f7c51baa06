using System.Buffers;
using System.Text;
using LoadGen.Tokenization.Sampling;
using LoadGen.Workloads.RandomTexts;

namespace LoadGen.Cli.Tokenizing;

/// <summary>Prompts by a model's tokenizer: the text that is sent.</summary>
/// <param name="sampler">Makes them.</param>
/// <param name="isRendered">They are sent with the template around them; else the server puts it there, if there is one.</param>
internal sealed class TextSampler(PromptSampler sampler, bool isRendered) : IPromptSampler
{
    private readonly ArrayBufferWriter<byte> _content = new();

    /// <inheritdoc/>
    public int Sample(int index, ReadOnlySpan<int> ids, int targetTokens, IBufferWriter<byte> text)
    {
        _content.ResetWrittenCount();
        PromptSample sample = sampler.Sample(index, ids, targetTokens, _content);
        if (isRendered)
        {
            Encoding.UTF8.GetBytes(sampler.Render(Encoding.UTF8.GetString(_content.WrittenSpan)), text);
        }
        else
        {
            text.Write(_content.WrittenSpan);
        }

        return sample.Tokens;
    }
}
