using LoadGen.Routing.Workers;

namespace LoadGen.Routing.Policies;

/// <summary>
/// The power of two choices (Mitzenmacher 2001): of two workers drawn at random the one with less to do. Nearly as even as looking at all
/// of them, which is what made picks slow in large fleets, and immune to the herd that follows the one least loaded worker.
/// </summary>
internal static class TwoChoices<TMeasure>
    where TMeasure : struct, ILoadMeasure
{
    /// <summary>Null when there is no worker, or all have been tried. Looks at two loads at most.</summary>
    public static Worker? Choose(Worker[] workers, in PickRequest request)
    {
        if (workers.Length < 2)
        {
            return Untried.From(workers, 0, request.Tried);
        }

        var draws = new Draws(request.Random);
        int first = draws.Next(workers.Length);
        int second = draws.Next(workers.Length - 1);
        second += second >= first ? 1 : 0;
        Worker one = workers[first];
        Worker other = workers[second];
        if (request.Tried is null)
        {
            return LessLoaded(one, other);
        }

        return (Untried.Has(request.Tried, one), Untried.Has(request.Tried, other)) switch
        {
            (false, false) => LessLoaded(one, other),
            (false, true) => one,
            (true, false) => other,
            _ => Untried.Draw(workers, ref draws, request.Tried),
        };
    }

    // The first of equals was drawn at random: ties are even.
    private static Worker LessLoaded(Worker one, Worker other) => TMeasure.Of(other) < TMeasure.Of(one) ? other : one;
}
