using System.Text;
using BenchmarkDotNet.Attributes;
using LoadGen.Tokenization;

namespace LoadGen.Microbenchmarks;

/// <summary>
/// Encoding and decoding, one core; nothing may be allocated. Figures are a byte's: 1 ns is 1,000 MB/s, 50 ns 20 MB/s. LOADGEN_TOKENIZER names a
/// tokenizer.json or file of ranks, LOADGEN_TEXT a text; without them a small tokenizer encodes made-up prose, which says little of a large one.
/// </summary>
[MemoryDiagnoser]
public class TokenizationBenchmarks
{
    // OperationsPerInvoke is fixed when compiled: texts are cut to this length, or repeated up to it.
    private const int Bytes = 1 << 20;

    private readonly byte[] _text = new byte[Bytes];
    private readonly List<int> _ids = new(Bytes);
    private readonly System.Buffers.ArrayBufferWriter<byte> _decoded = new(2 * Bytes);
    private int[] _encoded = [];
    private Tokenizer? _tokenizer;

    [GlobalSetup]
    public void Load()
    {
        string root = FindRoot();
        string path = Environment.GetEnvironmentVariable("LOADGEN_TOKENIZER") ?? Path.Combine(root, "tests/Tokenization.Tests/data/trained/o200k.json");
        string text = Environment.GetEnvironmentVariable("LOADGEN_TEXT") ?? Path.Combine(root, "README.md");
        byte[] source = File.ReadAllBytes(text);
        for (int at = 0; at < Bytes; at += source.Length)
        {
            source.AsSpan(0, Math.Min(source.Length, Bytes - at)).CopyTo(_text.AsSpan(at));
        }

        _tokenizer = Tokenizer.Load(path);
        _tokenizer.Encode(_text, _ids);
        _encoded = [.. _ids];
    }

    [Benchmark(OperationsPerInvoke = Bytes)]
    public int Encode()
    {
        _ids.Clear();
        _tokenizer!.Encode(_text, _ids);
        return _ids.Count;
    }

    [Benchmark(OperationsPerInvoke = Bytes)]
    public int Count() => _tokenizer!.Count(_text);

    [Benchmark(OperationsPerInvoke = Bytes)]
    public int Decode()
    {
        _decoded.ResetWrittenCount();
        _tokenizer!.Decode(_encoded, _decoded);
        return _decoded.WrittenCount;
    }

    // A letter that is repeated a million times, which no pattern cuts.
    [Benchmark(OperationsPerInvoke = Bytes)]
    public int OnePiece() => _tokenizer!.Count(s_onePiece);

    private static readonly byte[] s_onePiece = Encoding.ASCII.GetBytes(new string('a', Bytes));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LoadGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the repository is in no folder above the benchmarks");
    }
}
