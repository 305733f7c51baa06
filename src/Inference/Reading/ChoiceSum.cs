namespace LoadGen.Inference.Reading;

/// <summary>What all choices of an event carry together.</summary>
internal struct ChoiceSum
{
    public OutputKinds Kinds;

    public int Bytes;

    public FinishReason Finish;

    /// <summary>Elements of <c>token_ids</c>, and of log probabilities: each names the tokens once.</summary>
    public int TokenIds;

    /// <inheritdoc cref="TokenIds"/>
    public int Logprobs;

    public void Add(OutputKinds kind, int bytes)
    {
        if (bytes > 0)
        {
            Kinds |= kind;
            Bytes += bytes;
        }
    }

    public void Add(in Delta delta)
    {
        Add(OutputKinds.Reasoning, delta.Reasoning.Length);
        Add(OutputKinds.Content, delta.Content.Length);
        Add(OutputKinds.ToolCall, delta.ToolCallBytes);
        Add(OutputKinds.Refusal, delta.RefusalBytes);
    }
}
