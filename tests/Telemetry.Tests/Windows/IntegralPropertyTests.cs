using FsCheck;
using FsCheck.Fluent;
using LoadGen.Telemetry.Windows;

namespace LoadGen.Telemetry.Tests.Windows;

/// <summary>What holds of every series. A failure names the seed.</summary>
public class IntegralPropertyTests
{
    private const int Runs = 500;

    [Fact]
    public void Energy_adds_up_over_a_window_split_anywhere() => ForAll((times, random) =>
    {
        TimedValue[] power = [.. times.Select(t => new TimedValue(t, random.NextDouble() * 1000))];
        long[] cuts = Cuts(times, random);
        double whole = PowerIntegral.EnergyJ(power, new TimeWindow(cuts[0], cuts[2])).Value!.Value;
        double parts = PowerIntegral.EnergyJ(power, new TimeWindow(cuts[0], cuts[1])).Value!.Value + PowerIntegral.EnergyJ(power, new TimeWindow(cuts[1], cuts[2])).Value!.Value;
        return Near(whole, parts);
    });

    [Fact]
    public void A_counter_adds_up_too() => ForAll((times, random) =>
    {
        double energy = 1e6;
        TimedValue[] counter = [.. times.Select(t => new TimedValue(t, energy += random.NextDouble() * 100))];
        long[] cuts = Cuts(times, random);
        double whole = CounterDifference.EnergyJ(counter, new TimeWindow(cuts[0], cuts[2])).Value!.Value;
        double parts = CounterDifference.EnergyJ(counter, new TimeWindow(cuts[0], cuts[1])).Value!.Value + CounterDifference.EnergyJ(counter, new TimeWindow(cuts[1], cuts[2])).Value!.Value;
        return Math.Abs(whole - parts) < 1e-6;
    });

    [Fact]
    public void Constant_power_gives_power_times_length_whenever_it_was_sampled() => ForAll((times, random) =>
    {
        int watts = random.Next(1, 1500);
        long[] cuts = Cuts(times, random);
        var window = new TimeWindow(cuts[0], cuts[2]);
        return PowerIntegral.EnergyJ([.. times.Select(t => new TimedValue(t, watts))], window).Value == (double)watts * (cuts[2] - cuts[0]) / 1e9;
    });

    [Fact]
    public void A_linear_ramp_gives_its_middle_times_length_whenever_it_was_sampled() => ForAll((times, random) =>
    {
        (double start, double slope) = (random.Next(0, 500), random.Next(1, 50));
        double At(long t) => start + (slope * t / 1e9);
        long[] cuts = Cuts(times, random);
        double? energy = PowerIntegral.EnergyJ([.. times.Select(t => new TimedValue(t, At(t)))], new TimeWindow(cuts[0], cuts[2])).Value;
        return Near(energy!.Value, (At(cuts[0]) + At(cuts[2])) / 2 * (cuts[2] - cuts[0]) / 1e9);
    });

    [Fact]
    public void Counter_and_integral_agree_under_constant_power() => ForAll((times, random) =>
    {
        int watts = random.Next(1, 1500);
        long[] cuts = Cuts(times, random);
        var window = new TimeWindow(cuts[0], cuts[2]);
        double counter = CounterDifference.EnergyJ([.. times.Select(t => new TimedValue(t, watts * (t / 1e9)))], window).Value!.Value;
        return Near(counter, PowerIntegral.EnergyJ([.. times.Select(t => new TimedValue(t, watts))], window).Value!.Value);
    });

    [Fact]
    public void Coverage_is_a_share_and_full_when_no_gap_is_long() => ForAll((times, random) =>
    {
        TimedValue[] series = [.. times.Select(t => new TimedValue(t, 1))];
        var window = new TimeWindow(times[0] - random.Next(0, 2_000_000_000), times[^1] + random.Next(1, 2_000_000_000));
        double share = Coverage.Of(series, window).Share;
        bool hasGap = times.Zip(times.Skip(1), (a, b) => b - a).Append(times[0] - window.StartNs).Append(window.EndNs - times[^1]).Any(gap => gap > 1_000_000_000);
        return share is >= 0 and <= 1 && (share == 1) == !hasGap;
    });

    // Ascending times from 0, 1 ns to 3 s apart.
    private static void ForAll(Func<long[], Random, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var times = new List<long> { 0 };
            for (int i = random.Next(1, 60); i > 0; i--)
            {
                times.Add(times[^1] + random.NextInt64(1, random.Next(2) == 0 ? 100_000_000 : 3_000_000_000));
            }

            return times[^1] < 2 || holds([.. times], random);
        }));

    // Three times inside the series, apart from each other.
    private static long[] Cuts(long[] times, Random random)
    {
        long middle = random.NextInt64(1, times[^1]);
        return [random.NextInt64(0, middle), middle, random.NextInt64(middle + 1, times[^1] + 1)];
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a) + Math.Abs(b));
}
