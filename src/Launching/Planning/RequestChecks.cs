using LoadGen.Configuration;
using LoadGen.Economics.Skus;
using LoadGen.Launching.Recipes;

namespace LoadGen.Launching.Planning;

/// <summary>What is asked of a recipe, against what it and the SKU can.</summary>
internal static class RequestChecks
{
    /// <summary>The precision that is planned for.</summary>
    /// <exception cref="ConfigurationException">The recipe is not for this SKU or precision.</exception>
    /// <exception cref="ArgumentException">A number of the request is impossible.</exception>
    public static string Check(Recipe recipe, Sku? sku, PlanRequest request)
    {
        recipe.RefuseAbstract();
        CheckNumbers(request);
        CheckRole(recipe, "prefill", request.Prefill);
        CheckRole(recipe, "decode", request.Decode);
        string precision = request.Precision ?? recipe.Precisions[0];
        if (!recipe.Precisions.Contains(precision))
        {
            throw Problem(recipe, "precisions", $"{recipe.Id} has no {precision} weights; accepted: {string.Join(", ", recipe.Precisions)}");
        }

        if (recipe.IsForAnySku)
        {
            return precision;
        }

        string skus = string.Join(", ", recipe.Skus);
        if (sku is null)
        {
            throw Problem(recipe, "skus", $"{recipe.Id} needs to know its SKU; accepted: {skus}");
        }

        if (!recipe.Skus.Contains(sku.Id))
        {
            throw Problem(recipe, "skus", $"{recipe.Id} is not for {sku.Id}; accepted: {skus}, or another recipe ('loadgen recipes' says which are for {sku.Id})");
        }

        if (sku.Planned)
        {
            throw Problem(recipe, "skus", $"{sku.Id} is planned: nobody has run anything on it; accepted: a SKU of today");
        }

        return sku.Precisions.Contains(precision)
            ? precision
            : throw Problem(recipe, "precisions", $"{sku.Id} does not run {precision} weights; accepted: {string.Join(", ", sku.Precisions)}");
    }

    private static void CheckNumbers(PlanRequest request)
    {
        (string Option, int? Value)[] numbers =
        [
            ("--tp", request.Tp), ("--ep", request.Ep), ("--dp", request.Dp), ("--pp", request.Pp), ("--isl", request.Isl), ("--osl", request.Osl), ("--conc", request.Conc),
            ("--prefill-tp", request.Prefill.Tp), ("--prefill-ep", request.Prefill.Ep), ("--prefill-dp", request.Prefill.Dp), ("--prefill-pp", request.Prefill.Pp),
            ("--prefill-workers", request.Prefill.Workers), ("--decode-tp", request.Decode.Tp), ("--decode-ep", request.Decode.Ep), ("--decode-dp", request.Decode.Dp),
            ("--decode-pp", request.Decode.Pp), ("--decode-workers", request.Decode.Workers), ("--gpus-per-node", request.GpusPerNode), ("--nodes", request.Nodes),
        ];
        foreach ((string option, int? value) in numbers)
        {
            if (value < 1)
            {
                throw new ArgumentException($"{option} {value}: accepted: a whole number from 1");
            }
        }

        if (request.Image is { } image && !RecipeText.IsImage(image))
        {
            throw new ArgumentException($"--image: '{image.ReplaceLineEndings(" ")}' is no image's name; accepted: a name such as registry/engine:1.0");
        }

        if (request.Port is < 1 or > 65_535)
        {
            throw new ArgumentException($"--port {request.Port}: accepted: 1 to 65535");
        }
    }

    // What is said of workers that a recipe does not have would be left out in silence.
    private static void CheckRole(Recipe recipe, string role, RoleRequest asked)
    {
        if (recipe.Root.Section("roles").Entry(role) is not null)
        {
            return;
        }

        (string Name, int? Value)[] numbers = [("tp", asked.Tp), ("ep", asked.Ep), ("dp", asked.Dp), ("pp", asked.Pp), ("workers", asked.Workers)];
        string[] options = [.. numbers.Where(number => number.Value is not null).Select(number => $"--{role}-{number.Name}")];
        if (options.Length > 0)
        {
            throw new ArgumentException(
                $"{string.Join(", ", options)}: {recipe.Id} has no {role} workers; accepted: --tp, --ep, --dp, --pp, or a recipe that 'loadgen recipes' lists as disaggregated");
        }
    }

    private static ConfigurationException Problem(Recipe recipe, string key, string message) => new([recipe.ProblemAt(key, message)]);
}
