using LoadGen.Launching.Life;
using LoadGen.Launching.Plans;

namespace LoadGen.Launching.Explaining;

/// <summary>Writes where each part of a plan came from: the word, then file and line, or the option that set it.</summary>
public static class Explain
{
    // Wider words push their own origin to the right and nobody else's.
    private const int WidthMax = 60;

    /// <summary>Writes every word, variable and file of every worker with its origin.</summary>
    public static void Write(TextWriter writer, LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(plan);
        var mask = new SecretMask(SecretName.ValuesIn(plan));
        writer.Write($"{plan.Recipe} on {plan.Sku}: {string.Join(' ', plan.Values.Select(value => $"{value.Key}={ShellQuote.Word(value.Value)}"))}\n");
        foreach (WorkerPlan worker in plan.Workers)
        {
            List<(string Text, string Origin)> lines = [.. Lines(worker, mask).Select(line => (line.Text, mask.Apply(line.Origin)))];
            int width = lines.Count == 0 ? 0 : Math.Min(WidthMax, lines.Max(line => line.Text.Length));
            writer.Write($"\n{worker.Name}{(worker.ServedBy is { } other ? $" (served by the process of {other})" : "")}\n");
            foreach ((string text, string origin) in lines)
            {
                writer.Write($"  {text.PadRight(width)}  {origin}\n");
            }
        }

        if (plan.Router is { } router)
        {
            writer.Write($"\nrouter\n  --protocol {router.Protocol}  {router.Origin}\n");
        }
    }

    // Masked before they are quoted: a quote within a secret is written otherwise there.
    private static IEnumerable<(string Text, string Origin)> Lines(WorkerPlan worker, SecretMask mask)
    {
        if (worker.Image is { } image)
        {
            yield return ($"image {image.Text}", image.Origin);
        }

        foreach (PlanText flag in worker.ContainerFlags)
        {
            yield return ($"container {ShellQuote.Word(mask.Apply(flag.Text))}", flag.Origin);
        }

        foreach (PlanMount mount in worker.Mounts)
        {
            yield return ($"mount {mount.HostPath}", mount.Origin);
        }

        foreach (PlanVariable variable in worker.Environment)
        {
            yield return (variable.Value is { } value ? ShellQuote.Assignment(variable.Name, mask.Apply(value)) : $"{variable.Name} from the launcher's environment", variable.Origin);
        }

        foreach (PlanFile file in worker.Files)
        {
            yield return ($"file {file.Name}", file.Origin);
        }

        foreach (PlanText word in worker.Command)
        {
            yield return (ShellQuote.Word(mask.Apply(word.Text)), word.Origin);
        }
    }
}
