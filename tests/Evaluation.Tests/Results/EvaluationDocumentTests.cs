using LoadGen.Evaluation.Results;
using LoadGen.Evaluation.Showing;
using LoadGen.Evaluation.Tests.Support;

namespace LoadGen.Evaluation.Tests.Results;

public sealed class EvaluationDocumentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadgen-eval-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_document_is_read_as_it_was_written_by_its_name_or_its_folders()
    {
        EvaluationDocument written = Documents.Of("++ +-");
        using (FileStream stream = File.Create(Path.Combine(_folder, EvaluationDocument.FileName)))
        {
            EvaluationReport.Write(stream, written);
        }

        EvaluationDocument read = EvaluationDocumentFile.Read(_folder);
        Assert.Equal(written.Questions, read.Questions);
        Assert.Equal((written.Accuracy, written.Asking, written.Speed, written.PassAtRepeats), (read.Accuracy, read.Asking, read.Speed, read.PassAtRepeats));
        Assert.Equal(written.Questions, EvaluationDocumentFile.Read(Path.Combine(_folder, EvaluationDocument.FileName)).Questions);
    }

    [Theory]
    [InlineData("{", ":1: no evaluation.json")]
    [InlineData("null", "found null")]
    [InlineData("{\"schema\":\"loadgen.result\"}", ":1: no evaluation.json")]
    public void What_is_no_evaluation_is_refused_with_its_place(string text, string message)
    {
        string file = Path.Combine(_folder, "evaluation.json");
        File.WriteAllText(file, text);
        string said = Assert.Throws<EvaluationResultException>(() => EvaluationDocumentFile.Read(file)).Message;
        Assert.StartsWith(file, said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_schema_is_refused()
    {
        using (FileStream stream = File.Create(Path.Combine(_folder, EvaluationDocument.FileName)))
        {
            EvaluationReport.Write(stream, Documents.Of("+") with { SchemaVersion = 2 });
        }

        Assert.Contains("its schema is loadgen.evaluation 2; accepted: loadgen.evaluation 1", Assert.Throws<EvaluationResultException>(() => EvaluationDocumentFile.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_one_is_named() =>
        Assert.Contains("evaluation.json does not exist", Assert.Throws<EvaluationResultException>(() => EvaluationDocumentFile.Read(_folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_table_has_accuracy_and_speed()
    {
        var text = new StringWriter();
        EvaluationTable.Write(Documents.Of("++ +-"), text);
        Assert.Equal(
            """
            small               m, 2 of 2 questions, each 2 times, 2 examples
            accuracy, avg@2     75.0% (10.0–90.0%), 3 of 4
            strict form alone   75.0% (10.0–90.0%), 3 of 4
            pass@2              50.0%
            answers             2 strict, 1 flexible, 0 without one; 1 cut off at 100 tokens
            errors, wrong all   1: timed_out 1
              Optics            75.0% (10.0–90.0%), 3 of 4
            speed               100.0 output tokens/s at 16 streams, TTFT p50 5.2 ms

            """,
            text.ToString());
    }
}
