using System.Globalization;
using System.Text.Json;
using LoadGen.Configuration;
using LoadGen.Verdicts.Objectives;

namespace LoadGen.Verdicts.Settings;

/// <summary>Reads the parts of one objective; what is wrong is said where it stands, and the part then has a value that is not used.</summary>
internal sealed class ObjectiveChecks(ObjectiveSection section, string at, ProblemList? problems)
{
    public MetricTraits Traits { get; } = MetricTraits.Of(section.Metric);

    public bool HasFailed { get; private set; }

    private string BoundKey => Traits.IsLeast ? "min" : "max";

    private string Accepted => Traits.Unit switch
    {
        BoundUnit.Ms => "a time above 0 with its unit, such as 2000ms or 2s",
        BoundUnit.Share => "a share in percent above 0% and below 100%, such as 99.9%",
        _ => "tokens/s, a number above 0",
    };

    public double? Bound()
    {
        (JsonElement? value, JsonElement? other) = Traits.IsLeast ? (section.Min, section.Max) : (section.Max, section.Min);
        if (other is not null)
        {
            string wrong = Traits.IsLeast ? "max" : "min";
            Fail(wrong, $"{Traits.Name} has a {(Traits.IsLeast ? "least" : "most")}; accepted: '{BoundKey}', {Accepted}");
            return null;
        }

        if (value is not { } element)
        {
            Fail("", $"the key '{BoundKey}' is missing; accepted: {Accepted}");
            return null;
        }

        double? bound = Traits.Unit switch
        {
            BoundUnit.Ms => Text(element) is { } text ? Units.Time(text)?.TotalMilliseconds : null,
            BoundUnit.Share => Text(element) is { } text && Units.Share(text) is { } share and < 1 ? share : null,
            _ => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : null,
        };
        if (bound is not > 0)
        {
            Fail(BoundKey, $"found {Units.TextOf(element)}; accepted: {Accepted}");
            return null;
        }

        return bound;
    }

    public (ObjectiveKind Kind, double Share) Kind()
    {
        string[] asked =
        [
            .. section.Percentile is null ? (string[])[] : ["percentile"],
            .. section.Requests is null ? (string[])[] : ["requests"],
            .. section.Mean ? (string[])["mean"] : [],
        ];
        if (!Traits.IsOfRequest)
        {
            foreach (string key in asked)
            {
                Fail(key, $"{Traits.Name} is no figure of a single request; accepted: {Traits.Name} with '{BoundKey}' alone");
            }

            return (section.Metric == ObjectiveMetric.OutputTokensPerS ? ObjectiveKind.Whole : ObjectiveKind.Rate, 0);
        }

        if (asked.Length != 1)
        {
            Fail(asked.Length == 0 ? "" : asked[1], $"{(asked.Length == 0 ? "it does not say which requests must keep to the bound" : $"{string.Join(" and ", asked)} exclude each other")}; accepted: one of percentile: {(Traits.IsLeast ? 1 : 99)}, requests: 99.5%, mean: true");
            return (ObjectiveKind.Share, 0);
        }

        return asked[0] switch
        {
            "mean" => (ObjectiveKind.Mean, 0),
            "percentile" => (ObjectiveKind.Share, OfPercentile(section.Percentile!.Value)),
            _ => (ObjectiveKind.Share, OfRequests(section.Requests!.Value)),
        };
    }

    public Band BandOf(string key, JsonElement? value, int least, string accepted)
    {
        if (value is not { } element)
        {
            return Band.All;
        }

        if (!Traits.HasBands)
        {
            Fail(key, $"{Traits.Name} is a figure of the whole run; accepted: it without '{key}'");
            return Band.All;
        }

        string text = Units.TextOf(element);
        if (Units.Range(text) is { } band && band.From >= least)
        {
            return band;
        }

        Fail(key, $"found {text}; accepted: {(least == 0 ? "prompt lengths in tokens" : "turns from 1")}, such as {accepted}");
        return Band.All;
    }

    public TimeSpan Window()
    {
        if (section.Metric != ObjectiveMetric.Availability)
        {
            Foreign("window", section.Window is not null, "availability");
            return default;
        }

        if (section.Window is { } element && Text(element) is { } text && Units.Time(text) is { Ticks: > 0 } window)
        {
            return window;
        }

        if (section.Window is { } wrong)
        {
            Fail("window", $"found {Units.TextOf(wrong)}; accepted: a time above 0 with its unit, such as 10s");
        }
        else
        {
            Fail("", "the key 'window' is missing; accepted: how long a window is, such as 10s");
        }

        return default;
    }

    public string? Evaluation()
    {
        if (section.Metric != ObjectiveMetric.Accuracy)
        {
            Foreign("evaluation", section.Evaluation is not null, "accuracy");
            return null;
        }

        if (string.IsNullOrWhiteSpace(section.Evaluation))
        {
            Fail("", "the key 'evaluation' is missing; accepted: an evaluation of 'loadgen eval', such as gsm8k, or its file");
        }

        return section.Evaluation;
    }

    public string? Dataset()
    {
        Foreign("dataset", section.Dataset is not null && section.Metric != ObjectiveMetric.Accuracy, "accuracy");
        return section.Dataset;
    }

    /// <summary>The share of requests is none that an SLA asks for.</summary>
    public void Tail(double share)
    {
        if (section.Percentile is { } percentile)
        {
            Fail("percentile", Traits.IsLeast
                ? Invariant($"found {percentile}, which asks {Traits.Name} of {ObjectiveNames.Percent(share)} of requests alone; accepted: above 0 and up to 50: percentile 1 means that 99% of requests have the least value or more")
                : Invariant($"found {percentile}; accepted: 50 and above, below 100"));
        }
        else
        {
            Fail("requests", $"found {ObjectiveNames.Percent(share)}; accepted: from 50% to below 100%; that all keep to a bound no number of requests can show");
        }
    }

    private double OfPercentile(double percentile)
    {
        if (percentile is > 0 and < 100)
        {
            return Traits.IsLeast ? Units.Rest(Units.OfPercentile(percentile)) : Units.OfPercentile(percentile);
        }

        Fail("percentile", Invariant($"found {percentile}; accepted: {(Traits.IsLeast ? "above 0 and up to 50, such as 1" : "50 and above, below 100, such as 99")}"));
        return 0;
    }

    private double OfRequests(JsonElement value)
    {
        if (Text(value) is { } text && Units.Share(text) is { } share)
        {
            return share;
        }

        Fail("requests", $"found {Units.TextOf(value)}; accepted: a share in percent, from 50% to below 100%, such as 99.5%");
        return 0;
    }

    private void Foreign(string key, bool isThere, string metric)
    {
        if (isThere)
        {
            Fail(key, $"'{key}' is for {metric} alone");
        }
    }

    private void Fail(string key, string message)
    {
        HasFailed = true;
        problems?.Add(key.Length == 0 ? at : $"{at}.{key}", message);
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
