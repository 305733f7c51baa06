namespace LoadGen.Simulation.Requests;

/// <summary>What a request body asks for, as far as the simulation cares.</summary>
internal sealed class GenerationRequest
{
    private ToolRequest? _tools;

    /// <summary>The model named, or null.</summary>
    public string? Model { get; set; }

    /// <summary>Asks for a stream; null when the body does not say.</summary>
    public bool? Stream { get; set; }

    /// <summary><c>max_completion_tokens</c>, else <c>max_tokens</c> (SGLang: <c>sampling_params.max_new_tokens</c>), else null.</summary>
    public int? MaxTokens => MaxCompletionTokens ?? LegacyMaxTokens;

    /// <summary><c>max_tokens</c>.</summary>
    public int? LegacyMaxTokens { get; set; }

    /// <summary><c>max_completion_tokens</c>.</summary>
    public int? MaxCompletionTokens { get; set; }

    /// <summary>Prompt tokens (ids, or words separated by white space), over all prompts.</summary>
    public int PromptTokens { get; set; }

    /// <summary>The tokens of each prompt where an array of prompts was sent, be it of one; else null.</summary>
    public int[]? Prompts { get; set; }

    /// <summary>The blocks of the prompts; null where they are not wanted.</summary>
    public PromptBlocks? Blocks { get; init; }

    /// <summary>Of each prompt, the tokens that the engine has seen before; empty where it does not look.</summary>
    public int[] CachedEach { get; set; } = [];

    /// <summary>Of <see cref="PromptTokens"/>, those that the engine has seen before.</summary>
    public int CachedTokens => CachedEach.Sum();

    /// <summary><c>stream_options.include_usage</c>: usage in a chunk of its own at the end.</summary>
    public bool IncludeUsage { get; set; }

    /// <summary><c>stream_options.continuous_usage_stats</c> (vLLM): usage on every chunk.</summary>
    public bool ContinuousUsage { get; set; }

    /// <summary><c>n</c>: choices for each prompt.</summary>
    public int ChoicesEach { get; set; } = 1;

    /// <summary>Choices over all prompts: choice i belongs to prompt i / n.</summary>
    public long Choices => (long)(Prompts?.Length ?? 1) * ChoicesEach;

    /// <summary>Alternatives to name with each token's log probability; null when none of it is asked for.</summary>
    public int? Logprobs { get; set; }

    /// <summary>SGLang's <c>logprob_start_len</c>: the prompt's token from which on log probabilities are given; -1 for the output's alone.</summary>
    public int LogprobStart { get; set; } = -1;

    /// <summary>Of those, what this engine gives: in a pair each side has its part.</summary>
    public PromptPart LogprobPart { get; set; }

    /// <summary>A chat's functions; created when first asked for.</summary>
    public ToolRequest Tools => _tools ??= new ToolRequest();

    /// <summary>The function that the answer must call; null for an answer in words.</summary>
    public string? CalledFunction { get; private set; }

    /// <summary>Tokens of the prompt that a choice answers.</summary>
    /// <param name="choice">The choice.</param>
    public int PromptTokensOf(int choice) => Prompts is null ? PromptTokens : Prompts[choice / ChoicesEach];

    /// <summary>Of those tokens, the ones that the engine has seen before.</summary>
    /// <param name="choice">The choice.</param>
    public int CachedTokensOf(int choice) => CachedEach.ElementAtOrDefault(choice / ChoicesEach);

    /// <summary>To be called when all is read: decides <see cref="CalledFunction"/>.</summary>
    /// <exception cref="BadRequestException">The function is not offered.</exception>
    public void DecideCall() => CalledFunction = _tools?.Decide();

    /// <summary>For a prefill, whose one token is not a call yet: its answer ends for want of room, not because a function is to be called.</summary>
    public void DropCall() => CalledFunction = null;

    /// <summary>Tokens of the longest prompt.</summary>
    public int LongestPrompt => Prompts is { Length: > 0 } ? Prompts.Max() : PromptTokens;

    /// <summary>Each event of a stream shall have all of the text so far, where the API leaves that to the model.</summary>
    public bool RepeatsText { get; set; }

    /// <summary>What the body says of a hand-off; null at an engine without a role.</summary>
    public Handoffs.Legs.LegBody? Leg { get; set; }
}

/// <summary>A body that cannot be served: becomes a 400.</summary>
/// <param name="message">What is wrong and what would be right.</param>
internal sealed class BadRequestException(string message) : Exception(message);
