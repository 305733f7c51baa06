using LoadGen.Evaluation.Results;
using LoadGen.Evaluation.Tests.Support;

namespace LoadGen.Evaluation.Tests.Results;

public class EvaluationPoolTests
{
    [Fact]
    public void A_question_s_share_is_over_all_of_them()
    {
        EvaluationDocument pooled = EvaluationPool.Of([Documents.Of("+ +"), Documents.Of("- +")]);
        Assert.Equal(4, pooled.Questions.Count);
        EvaluationComparison comparison = EvaluationComparison.Of(pooled, Documents.Of("+ +"), 0.05);
        Assert.Equal((2, 1, 0, 0.25), (comparison.Difference.Questions, comparison.Difference.Better, comparison.Difference.Worse, comparison.Difference.Difference));
    }

    [Fact]
    public void One_id_of_two_questions_is_refused()
    {
        EvaluationDocument other = Documents.Of("+ +");
        other = other with { Questions = [.. other.Questions.Select(answer => answer with { Hash = "another" })] };
        Assert.Contains("the question q0 has another text or answer", Assert.Throws<EvaluationResultException>(() => EvaluationPool.Of([Documents.Of("+ +"), other])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_is_the_document_without_its_answers()
    {
        string folder = Directory.CreateTempSubdirectory("loadgen-eval-").FullName;
        try
        {
            EvaluationDocument document = Documents.Of("+ - +");
            string file = Path.Combine(folder, EvaluationDocument.FileName);
            using (FileStream stream = File.Create(file))
            {
                EvaluationReport.Write(stream, document);
            }

            EvaluationSummary summary = EvaluationDocumentFile.ReadSummary(folder);
            Assert.Equal((document.Name, document.Status, document.Accuracy, document.StrictAccuracy), (summary.Name, summary.Status, summary.Accuracy, summary.StrictAccuracy));
            Assert.Equal(document.Answers.Errors, summary.Answers.Errors);
            File.WriteAllText(file, File.ReadAllText(file).Replace("\"schema_version\": 1", "\"schema_version\": 2", StringComparison.Ordinal));
            Assert.Contains("its schema is loadgen.evaluation 2; accepted: loadgen.evaluation 1", Assert.Throws<EvaluationResultException>(() => EvaluationDocumentFile.ReadSummary(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
