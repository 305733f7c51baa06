using FsCheck;
using FsCheck.Fluent;
using LoadGen.Economics.Frontier;

namespace LoadGen.Economics.Tests.Frontier;

public class SteffenSplineTests
{
    private const int StepsBetweenKnots = 20;

    // Knots of any spacing, steep and flat pieces, rising and falling.
    private static readonly Arbitrary<(double[] X, double[] Y)> s_knots =
        (from steps in Gen.Choose(1, 10_000).NonEmptyListOf()
         from values in Gen.Choose(-1_000_000, 1_000_000).Select(v => v / 100.0).ArrayOf(steps.Count)
         select (Sums(steps), values)).ToArbitrary();

    [Fact]
    public void It_passes_its_knots() =>
        Prop.ForAll(s_knots, knots =>
        {
            var spline = new SteffenSpline(knots.X, knots.Y);
            return knots.X.Zip(knots.Y).All(knot => spline.At(knot.First) == knot.Second);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Between_two_knots_it_is_monotone_and_within_their_values() =>
        Prop.ForAll(s_knots, knots =>
        {
            var spline = new SteffenSpline(knots.X, knots.Y);
            return Enumerable.Range(0, knots.X.Length - 1).All(i => IsMonotone(spline, knots.X[i], knots.X[i + 1], knots.Y[i], knots.Y[i + 1]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Its_slope_has_no_kink_at_a_knot() =>
        Prop.ForAll(s_knots, knots =>
        {
            var spline = new SteffenSpline(knots.X, knots.Y);
            return Enumerable.Range(1, Math.Max(0, knots.X.Length - 2)).All(i =>
            {
                double h = 1e-6 * Math.Min(knots.X[i] - knots.X[i - 1], knots.X[i + 1] - knots.X[i]);
                double before = (knots.Y[i] - spline.At(knots.X[i] - h)!.Value) / h;
                double after = (spline.At(knots.X[i] + h)!.Value - knots.Y[i]) / h;
                double steepest = Math.Max(Secant(knots, i - 1), Secant(knots, i));
                return Math.Abs(before - after) <= 1e-3 * steepest + 1e-3;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_straight_line_comes_out_straight()
    {
        var spline = new SteffenSpline([0, 1, 4, 10], [5, 7, 13, 25]);
        Assert.Equal(6, spline.At(0.5)!.Value, 12);
        Assert.Equal(11, spline.At(3)!.Value, 12);
        Assert.Equal(23, spline.At(9)!.Value, 12);
    }

    // x² at 0, 1, 2. Secants 1 and 3: the inner slope is 2, the ends are 0 and 4, and so are the derivatives.
    [Fact]
    public void A_parabola_s_slopes_are_those_of_the_paper()
    {
        var spline = new SteffenSpline([0, 1, 2], [0, 1, 4]);
        Assert.Equal(0.25, spline.At(0.5)!.Value, 12);
        Assert.Equal(2.25, spline.At(1.5)!.Value, 12);
    }

    [Fact]
    public void Outside_of_its_knots_it_says_nothing()
    {
        var spline = new SteffenSpline([1, 2], [10, 20]);
        Assert.Null(spline.At(0.999));
        Assert.Null(spline.At(2.001));
        Assert.Null(spline.At(double.NaN));
        Assert.Equal(15, spline.At(1.5)!.Value, 12);
    }

    [Fact]
    public void One_knot_is_known_at_itself_alone()
    {
        var spline = new SteffenSpline([3], [7]);
        Assert.Equal(7.0, spline.At(3));
        Assert.Null(spline.At(3.1));
    }

    [Theory]
    [InlineData(new double[0], new double[0])]
    [InlineData(new double[] { 1, 2 }, new double[] { 1 })]
    [InlineData(new double[] { 1, 1 }, new double[] { 1, 2 })]
    [InlineData(new double[] { 2, 1 }, new double[] { 1, 2 })]
    [InlineData(new double[] { 1, double.NaN }, new double[] { 1, 2 })]
    [InlineData(new double[] { 1, 2 }, new double[] { 1, double.PositiveInfinity })]
    public void What_are_no_knots_is_refused(double[] x, double[] y) => Assert.Throws<ArgumentException>(() => new SteffenSpline(x, y));

    private static double[] Sums(IEnumerable<int> steps)
    {
        double sum = 0;
        return [.. steps.Select(step => sum += step / 100.0)];
    }

    private static double Secant((double[] X, double[] Y) knots, int i) => Math.Abs((knots.Y[i + 1] - knots.Y[i]) / (knots.X[i + 1] - knots.X[i]));

    private static bool IsMonotone(SteffenSpline spline, double x0, double x1, double y0, double y1)
    {
        double tolerance = 1e-9 * (Math.Abs(y0) + Math.Abs(y1) + 1);
        double last = y0;
        for (int step = 1; step <= StepsBetweenKnots; step++)
        {
            double value = spline.At(Math.Min(x1, x0 + ((x1 - x0) * step / StepsBetweenKnots)))!.Value;
            if ((y1 >= y0 ? value < last - tolerance : value > last + tolerance) || value < Math.Min(y0, y1) || value > Math.Max(y0, y1))
            {
                return false;
            }

            last = value;
        }

        return true;
    }
}
