using LoadGen.Verdicts.Documents;
using LoadGen.Verdicts.Settings;
using LoadGen.Verdicts.Statistics;

namespace LoadGen.Reporting.Html.Judged;

/// <summary>How an objective's overruns came, and what each look at them would have let pass or made fail.</summary>
/// <param name="verdict">What the document says of the objective.</param>
/// <param name="document">The document.</param>
internal sealed class OverrunCourse(ObjectiveVerdict verdict, VerdictDocument document)
{
    // More steps than this are narrower than a pixel of a phone.
    private const int StepsMax = 300;

    private readonly List<int[]> _steps = [[0, 0]];
    private readonly List<int?[]> _looks = [];

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Overruns among them.</summary>
    public int Overruns { get; private set; }

    /// <summary>The looks taken: requests, overruns, the most that pass, the fewest that fail.</summary>
    public IReadOnlyList<int?[]> Looks => _looks;

    /// <summary>Counts the next request.</summary>
    public void Add(bool isOverrun)
    {
        Requests++;
        if (isOverrun)
        {
            _steps.Add([Requests, ++Overruns]);
        }
    }

    /// <summary>Takes the looks that the document has at this many judged requests, whether they count for the objective or not.</summary>
    public void Look(int judged)
    {
        while (_looks.Count < document.Looks.Count && document.Looks[_looks.Count] is var look && look.Requests <= judged)
        {
            _looks.Add([Requests, Overruns, PassMost(look), FailLeast(look)]);
        }
    }

    /// <summary>The overruns by request, as many steps as can be seen.</summary>
    public IReadOnlyList<int[]> Steps()
    {
        int stride = (_steps.Count / StepsMax) + 1;
        List<int[]> steps = [.. _steps.Where((_, i) => i % stride == 0)];
        steps.Add([Requests, Overruns]);
        return steps;
    }

    private int? PassMost(LookInfo look)
    {
        if (look.PassBudget <= 0 || Requests < (verdict.Least ?? 1))
        {
            return null;
        }

        int most = EarlyStopping.OverrunsMax(Requests, verdict.RequiredShare!.Value, look.PassBudget);
        return most < 0 ? null : most;
    }

    // The objectives share what a look may spend on failing.
    private int? FailLeast(LookInfo look)
    {
        double chanceMax = look.FailBudget / document.Objectives.Count;
        double allowed = Units.Rest(verdict.RequiredShare!.Value);
        if (chanceMax <= 0 || Binomial.AtLeast(Requests, Requests, allowed) > chanceMax)
        {
            return null;
        }

        (int low, int high) = (0, Requests);
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = Binomial.AtLeast(middle, Requests, allowed) > chanceMax ? (middle, high) : (low, middle);
        }

        return high;
    }
}
