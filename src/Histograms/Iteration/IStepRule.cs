namespace LoadGen.Histograms.Iteration;

/// <summary>
/// What makes one kind of iteration: when there is another step, where a step ends, and what the next one aims at. A struct
/// type parameter, so that the walk over the buckets is compiled once for each rule with its calls inlined.
/// </summary>
public interface IStepRule
{
    /// <summary>Says whether another step follows; called once before each step.</summary>
    /// <param name="cursor">Where the last step ended.</param>
    bool HasNext(in BucketCursor cursor);

    /// <summary>Says whether the step ends in the cursor's bucket.</summary>
    /// <param name="cursor">The bucket, counted.</param>
    bool EndsAt(in BucketCursor cursor);

    /// <summary>The value that a step ending here reports.</summary>
    /// <param name="cursor">Where the step ends.</param>
    long ValueAt(in BucketCursor cursor);

    /// <summary>The percentile that a step ending here reports.</summary>
    /// <param name="cursor">Where the step ends.</param>
    double PercentileLevelAt(in BucketCursor cursor);

    /// <summary>Sets the aim of the next step.</summary>
    /// <param name="cursor">Where the step ended.</param>
    void Advance(in BucketCursor cursor);
}
