using System.Collections;

namespace LoadGen.Histograms.Iteration;

/// <summary>The steps of a histogram under one rule. A <c>foreach</c> over it allocates nothing.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
public readonly struct HistogramSteps<TRule> : IEnumerable<HistogramStep>
    where TRule : struct, IStepRule
{
    private readonly HdrHistogram _histogram;
    private readonly TRule _rule;

    internal HistogramSteps(HdrHistogram histogram, TRule rule)
    {
        _histogram = histogram;
        _rule = rule;
    }

    /// <summary>Starts an iteration.</summary>
    public Enumerator GetEnumerator() => new(_histogram, _rule);

    IEnumerator<HistogramStep> IEnumerable<HistogramStep>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the buckets, from step to step.</summary>
    public struct Enumerator : IEnumerator<HistogramStep>
    {
        private readonly TRule _firstRule;
        private TRule _rule;
        private BucketCursor _cursor;

        internal Enumerator(HdrHistogram histogram, TRule rule)
        {
            _firstRule = rule;
            _rule = rule;
            _cursor = new BucketCursor(histogram);
        }

        /// <inheritdoc/>
        public HistogramStep Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            _cursor.ThrowIfChanged();
            if (!_rule.HasNext(_cursor))
            {
                return false;
            }

            do
            {
                _cursor.Count();
                if (_rule.EndsAt(_cursor))
                {
                    Current = new HistogramStep(
                        _rule.ValueAt(_cursor),
                        Current.Value,
                        _cursor.CountAtIndex,
                        _cursor.CountSoFar - Current.TotalCount,
                        _cursor.CountSoFar,
                        _cursor.TotalCount == 0 ? 100.0 : _cursor.Percentile,
                        _rule.PercentileLevelAt(_cursor));
                    _rule.Advance(_cursor);
                    return true;
                }
            }
            while (_cursor.TryAdvance());

            return false;
        }

        /// <inheritdoc/>
        public void Reset() => this = new Enumerator(_cursor.Histogram, _firstRule);

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
