using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Questions;

/// <summary>The questions of a data set.</summary>
/// <param name="File">Where they came from.</param>
/// <param name="Sha256">SHA-256 of the file, in hexadecimal digits.</param>
/// <param name="Questions">The questions, in the file's order.</param>
/// <param name="Skipped">Lines that were left out.</param>
public sealed record QuestionSet(string File, string Sha256, IReadOnlyList<Question> Questions, IReadOnlyList<BadLine> Skipped);
