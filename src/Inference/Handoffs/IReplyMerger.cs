namespace LoadGen.Inference.Handoffs;

/// <summary>Puts what only prefill knows (the prompt's log-probabilities) into decode's reply.</summary>
public interface IReplyMerger
{
    /// <summary>Takes the prefill engine's whole reply body: JSON, or server-sent events when the client streams. Called once, before the others.</summary>
    /// <exception cref="HandoffException">502: the reply has not the expected form.</exception>
    void TakePrefill(ReadOnlyMemory<byte> body);

    /// <summary>Edits decode's whole JSON reply.</summary>
    /// <exception cref="HandoffException">502: likewise.</exception>
    ReadOnlyMemory<byte> MergeWhole(ReadOnlyMemory<byte> body);

    /// <summary>Edits the data of one event of decode's stream. <c>[DONE]</c> and events that hold nothing to merge come back as they are.</summary>
    /// <exception cref="HandoffException">502: likewise.</exception>
    ReadOnlyMemory<byte> MergeEvent(ReadOnlyMemory<byte> data);
}
