namespace LoadGen.Workloads.Randomness;

/// <summary>Draws from the gamma distribution with scale 1; shape 1 is the exponential distribution.</summary>
/// <remarks>
/// Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000. For shapes under 1, section 6:
/// gamma(k) = gamma(k + 1) · U^(1/k). Normals by Marsaglia's polar method, without keeping the second of each pair: the state is
/// then the generator's alone.
/// </remarks>
internal struct GammaSampler
{
    private readonly double _shape;
    private readonly double _d;
    private readonly double _c;
    private Xoshiro256StarStar _random;

    public GammaSampler(double shape, long seed)
    {
        _shape = shape;
        _d = (shape < 1 ? shape + 1 : shape) - (1.0 / 3);
        _c = 1 / Math.Sqrt(9 * _d);
        _random = new Xoshiro256StarStar(seed);
    }

    /// <summary>The next draw, at least 0, mean = variance = shape.</summary>
    public double Next()
    {
        if (_shape == 1)
        {
            return -Math.Log(_random.NextPositiveDouble());
        }

        double boost = _shape < 1 ? Math.Pow(_random.NextPositiveDouble(), 1 / _shape) : 1;
        while (true)
        {
            double x = NextNormal();
            double v = 1 + (_c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(_random.NextPositiveDouble()) < (0.5 * x * x) + (_d * (1 - v + Math.Log(v))))
            {
                return _d * v * boost;
            }
        }
    }

    private double NextNormal()
    {
        while (true)
        {
            double u = (2 * _random.NextPositiveDouble()) - 1;
            double v = (2 * _random.NextPositiveDouble()) - 1;
            double s = (u * u) + (v * v);
            if (s is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }
}
