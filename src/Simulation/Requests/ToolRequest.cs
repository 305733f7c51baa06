namespace LoadGen.Simulation.Requests;

/// <summary>What a chat says of functions to call.</summary>
internal sealed class ToolRequest
{
    /// <summary>Names of the functions offered.</summary>
    public List<string> Offered { get; } = [];

    /// <summary><c>tool_choice</c> is <c>required</c>: any of them must be called.</summary>
    public bool IsRequired { get; set; }

    /// <summary>The one that <c>tool_choice</c> names.</summary>
    public string? Named { get; set; }

    /// <summary>The function that the answer must call; null for an answer in words.</summary>
    /// <exception cref="BadRequestException">It is not offered.</exception>
    public string? Decide()
    {
        if (Named is not null && !Offered.Contains(Named))
        {
            throw new BadRequestException("'tool_choice' names a function that 'tools' does not offer: offer it, or name one that is");
        }

        if (IsRequired && Offered.Count == 0)
        {
            throw new BadRequestException("'tool_choice' is required but 'tools' offers none: offer one, or let tool_choice be auto");
        }

        return Named ?? (IsRequired ? Offered[0] : null);
    }
}
