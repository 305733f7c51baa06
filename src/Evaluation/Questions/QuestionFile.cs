using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LoadGen.Measurement.Results;
using LoadGen.Workloads.Datasets;

namespace LoadGen.Evaluation.Questions;

/// <summary>Reads data sets: JSONL, one question a line.</summary>
public static class QuestionFile
{
    // The longest contexts in use are some 4 MB of text.
    private const int LineBytesMax = 16 * 1024 * 1024;

    // A file of the wrong shape is wrong in every line: who reads the first ones knows.
    private const int ProblemsMax = 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file. Problems name it as it is given here.</param>
    /// <param name="shape">What its lines look like.</param>
    /// <param name="policy">What becomes of lines that hold no question.</param>
    /// <exception cref="QuestionFileException">It cannot be read, holds no question, or holds bad lines that are not to be skipped.</exception>
    public static QuestionSet Read(string path, DatasetShape shape, OnBadLine policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllBytes(path), path, shape, policy);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new QuestionFileException([$"{path}: the file does not exist"]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new QuestionFileException([$"{path}: the file cannot be read ({RunFolder.Reason(e)})"]);
        }
    }

    /// <summary>Reads the bytes of a file; as <see cref="Read"/>.</summary>
    public static QuestionSet Parse(ReadOnlyMemory<byte> bytes, string path, DatasetShape shape, OnBadLine policy)
    {
        var reader = new LineReader(path, shape);
        int number = 0;
        ReadOnlyMemory<byte> rest = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        while (!rest.IsEmpty)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            reader.Add(++number, end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        if (reader.Bad.Count > 0 && policy == OnBadLine.Stop)
        {
            string[] more = reader.Bad.Count > ProblemsMax ? [$"{path}: and {reader.Bad.Count - ProblemsMax} further lines; --on-bad-line skip leaves bad lines out"] : [];
            throw new QuestionFileException([.. reader.Bad.Take(ProblemsMax).Select(bad => bad.ToString()), .. more]);
        }

        return reader.Questions.Count > 0
            ? new QuestionSet(path, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), reader.Questions, reader.Bad)
            : throw new QuestionFileException([.. reader.Bad.Take(ProblemsMax).Select(bad => bad.ToString()), $"{path}: the file holds no question"]);
    }

    private sealed class LineReader(string path, DatasetShape shape)
    {
        private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

        public List<Question> Questions { get; } = [];

        public List<BadLine> Bad { get; } = [];

        public void Add(int number, ReadOnlyMemory<byte> line)
        {
            try
            {
                Questions.Add(Named(Parse(line) with { Line = number }));
            }
            catch (LineException e)
            {
                Bad.Add(new BadLine(path, number, e.Message));
            }
        }

        private Question Parse(ReadOnlyMemory<byte> line)
        {
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                throw new LineException("the line is empty; accepted: one JSON object a line");
            }

            if (line.Length > LineBytesMax)
            {
                throw new LineException(string.Create(CultureInfo.InvariantCulture, $"the line has {line.Length} bytes; accepted: {LineBytesMax} at most"));
            }

            try
            {
                using JsonDocument json = JsonDocument.Parse(line);
                Question question = QuestionShapes.Read(shape, new LineFields(json.RootElement));
                return question with { Hash = QuestionHash.Of(question) };
            }
            catch (JsonException e)
            {
                throw new LineException(string.Create(CultureInfo.InvariantCulture, $"no JSON at byte {(e.BytePositionInLine ?? 0) + 1} of the line; accepted: one JSON object a line"));
            }
            catch (InvalidOperationException)
            {
                throw new LineException("a field's name is not UTF-8, or holds half a surrogate pair");
            }
        }

        // A question that stands in the file twice is asked twice; one name for two questions is a mistake.
        private Question Named(Question question)
        {
            if (question.Id.Length > 0)
            {
                return _ids.TryAdd(question.Id, question.Line)
                    ? question
                    : throw new LineException($"its id '{question.Id}' is that of line {_ids[question.Id]}");
            }

            string id = question.Hash;
            for (int copy = 2; !_ids.TryAdd(id, question.Line); copy++)
            {
                id = string.Create(CultureInfo.InvariantCulture, $"{question.Hash}-{copy}");
            }

            return question with { Id = id };
        }
    }
}
