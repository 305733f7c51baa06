using System.CommandLine;
using LoadGen.Cli.Options;
using LoadGen.Cli.Tokenizing;
using LoadGen.Tokenization;
using LoadGen.Tokenization.Templates;

namespace LoadGen.Cli.Commands;

/// <summary><c>loadgen tokenize</c>: text to token ids and back.</summary>
internal static class TokenizeCommand
{
    private const string Description = """
        Encode text into a model's token ids, count them, decode ids, or make a chat prompt, as Hugging Face's tokenizers and tiktoken do.

        Examples:
          loadgen tokenize prompt.txt --tokenizer models/llama --count
          echo 'Hello, world!' | loadgen tokenize - --tokenizer tokenizer.json
          loadgen tokenize --chat conversation.json --tokenizer models/qwen --json
          echo '9906 11 1917 0' | loadgen tokenize - --tokenizer cl100k_base.tiktoken --decode
        """;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Text, or ids with --decode; - or nothing: standard input.", DefaultValueFactory = _ => "-" };
        Option<string?> tokenizer = Syntax.Text(
            "--tokenizer", "PATH", "A tokenizer.json, a .tiktoken file of ranks, or the folder of a model that has one. Required.");
        Option<string?> pattern = Syntax.Text(
            "--pattern", "NAME|REGEX", "How text is cut for a file of ranks: o200k_base, cl100k_base, …, or a regular expression. Default: by the file's name.");
        Option<bool> ids = Syntax.Flag("--ids", "Print the ids. Default.");
        Option<bool> count = Syntax.Flag("--count", "Print how many there are.");
        Option<bool> decode = Syntax.Flag("--decode", "Read ids (parted by blanks or commas, in brackets or not) and print their text.");
        Option<bool> special = Syntax.Flag("--special", "Add the tokens that the file puts around each text. With --decode: print special tokens too.");
        Option<string?> chat = Syntax.Text(
            "--chat", "FILE", "JSON: messages, or an object with messages, tools and the template's other variables; through the model's chat template.");
        Option<bool> json = Syntax.Flag("--json", "Print one JSON object.");
        var command = new Command("tokenize", Description) { file, tokenizer, pattern, ids, count, decode, special, chat, json };
        command.SetAction(parse => Run(new TokenizeJob
        {
            Input = parse.GetValue(file)!,
            TokenizerPath = parse.GetValue(tokenizer),
            Pattern = parse.GetValue(pattern),
            IsIds = parse.GetValue(ids),
            IsCount = parse.GetValue(count),
            IsDecode = parse.GetValue(decode),
            IsSpecial = parse.GetValue(special),
            ChatFile = parse.GetValue(chat),
            IsJson = parse.GetValue(json),
        }));
        return command;
    }

    private static int Run(TokenizeJob job)
    {
        job.Check();
        try
        {
            using Stream output = StandardStreams.OpenOutput();
            job.Run(output);
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is TokenizerException or TemplateException)
        {
            throw new UsageException(e.Message);
        }
    }
}
