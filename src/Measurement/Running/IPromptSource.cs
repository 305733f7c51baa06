using LoadGen.Inference;
using LoadGen.Workloads;

namespace LoadGen.Measurement.Running;

/// <summary>Gives the prompts of a run that asks for something: texts and conversations instead of token ids. Thread-safe.</summary>
public interface IPromptSource
{
    /// <summary>The request for <paramref name="item"/>. Called on event loops: what takes long is done before the run.</summary>
    /// <param name="item">A request of the run's workload.</param>
    /// <param name="options">What every request body of the run has in common.</param>
    GenerationRequest PromptOf(in WorkItem item, GenerationOptions options);
}
