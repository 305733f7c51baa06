using System.Globalization;
using LoadGen.Results.Points;
using LoadGen.Sweeps.Folder;
using LoadGen.Sweeps.Planning;

namespace LoadGen.Sweeps.Showing;

/// <summary>Writes a plan: engines, their points, GPUs and the estimated time.</summary>
public static class PlanTable
{
    /// <summary>Writes it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="estimate">How long things take.</param>
    /// <param name="isDone">Points that an earlier run finished.</param>
    /// <param name="output">Takes the text.</param>
    public static void Write(SweepPlan plan, SweepEstimate estimate, Predicate<PointPlan> isDone, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(estimate);
        ArgumentNullException.ThrowIfNull(isDone);
        ArgumentNullException.ThrowIfNull(output);
        TimeSpan total = TimeSpan.Zero;
        bool isAssumed = false;
        int done = 0;
        foreach (ConfigurationPlan configuration in plan.Configurations)
        {
            PointPlan[] open = [.. configuration.Points.Where(point => !isDone(point))];
            (TimeSpan start, bool isStartMeasured) = estimate.StartOf(configuration);
            TimeSpan time = open.Length == 0 ? TimeSpan.Zero : start;
            isAssumed |= open.Length > 0 && !isStartMeasured;
            output.Write($"{configuration.Id}: {Engine(configuration)}\n");
            foreach (PointPlan point in configuration.Points)
            {
                (TimeSpan one, bool isMeasured) = estimate.Of(point);
                string state = isDone(point) ? "done" : $"{(isMeasured ? "" : "~")}{Duration.Text(one)}";
                output.Write($"  {point.Id}  {Load(point)}{Evals(point)}  {state}\n");
                time += isDone(point) ? TimeSpan.Zero : one;
                isAssumed |= !isDone(point) && !isMeasured;
                done += isDone(point) ? 1 : 0;
            }

            total += time;
        }

        int points = plan.Points.Count();
        output.Write(string.Create(CultureInfo.InvariantCulture,
            $"{plan.Name}: {points} points of {plan.Configurations.Count} engine starts, at most {plan.Configurations.Select(one => one.Gpus).DefaultIfEmpty(0).Max()} GPUs at once, {(done > 0 ? $"{done} done, " : "")}about {Duration.Text(total)} to go\n"));
        if (plan.Points.Any(point => point.Evals.Count > 0))
        {
            output.Write("Evaluations come on top: how long they take, answers decide\n");
        }

        if (isAssumed)
        {
            output.Write($"~ assumed, where nothing was measured before: {SweepEstimate.FirstTokenAssumed.TotalSeconds:0} s to the first token, {SweepEstimate.TokenAssumed.TotalMilliseconds:0} ms a token, {SweepEstimate.StartAssumed.TotalMinutes:0} min to start an engine, {SweepEstimate.TraceAssumed.TotalMinutes:0} min a trace, {SweepEstimate.OutputAssumed} tokens an answer of a dataset\n");
        }
    }

    /// <summary>Whether a point is finished in a sweep's folder; nothing is changed there.</summary>
    public static Predicate<PointPlan> DoneIn(string folder) =>
        point => PointFolders.IsDone(WholeFile.TryRead(Path.Combine(folder, "points", point.Id, PointDocument.FileName), SweepJson.Default.PointDocument), point);

    private static string Engine(ConfigurationPlan configuration)
    {
        string gpus = $"{configuration.Gpus} GPU{(configuration.Gpus == 1 ? "" : "s")}";
        return configuration.Launch is { } launch
            ? $"{launch.Recipe.Id} on {configuration.Points[0].Identity.Hardware}, {gpus}{(launch.Plan.Nodes > 1 ? $" of {launch.Plan.Nodes} nodes" : "")}, by {launch.Executor.ToString().ToLowerInvariant()}"
            : $"{configuration.Url}, {gpus} ({configuration.GpusFrom})";
    }

    private static string Evals(PointPlan point) => point.Evals.Count == 0 ? "" : $", then {string.Join(", ", point.Evals.Select(eval => eval.Name))}";

    private static string Load(PointPlan point) => point switch
    {
        { Duration: { } duration } => Duration.Text(duration),
        { Requests: { } requests } => $"{requests}+{point.Warmup} requests",
        _ => point.Identity.Scenario,
    };
}
