namespace LoadGen.Economics.PriceLists;

/// <summary>What providers sell tokens for on one day: a file of the user's own (<c>docs/economics.md</c>).</summary>
public sealed record TokenPriceList
{
    /// <summary>As figures name the list.</summary>
    public required string Name { get; init; }

    /// <summary>The day or month that the prices are of, ISO 8601.</summary>
    public required string Date { get; init; }

    /// <summary>Where they were published.</summary>
    public required string Source { get; init; }

    /// <summary>The prices.</summary>
    public required IReadOnlyList<TokenPrice> Prices { get; init; }

    /// <summary>What tokens of a model are sold for: the first entry for any of its names.</summary>
    /// <param name="provider">Of this provider only; null for the first that has it.</param>
    /// <param name="models">The model's names, such as its short one and the one that requests have; nulls are passed over.</param>
    /// <returns>Null where the list has none.</returns>
    public TokenSale? Find(string? provider, params IReadOnlyList<string?> models) =>
        Prices.FirstOrDefault(price => (provider is null || Same(price.Provider, provider)) && models.Any(model => model is not null && Same(price.Model, model)))
            is { } found ? new TokenSale(this, found) : null;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One price of a list.</summary>
/// <param name="List">The list.</param>
/// <param name="Price">The price.</param>
public sealed record TokenSale(TokenPriceList List, TokenPrice Price);
