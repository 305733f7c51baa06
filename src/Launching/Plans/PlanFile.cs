namespace LoadGen.Launching.Plans;

/// <summary>A file that a worker reads, such as TensorRT-LLM's extra options: written before it starts, into <see cref="Placeholder.Files"/>.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Content">What it holds; it may hold placeholders.</param>
/// <param name="Origin">As for <see cref="PlanText"/>.</param>
public sealed record PlanFile(string Name, string Content, string Origin);
