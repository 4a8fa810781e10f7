using Wellbeing.Domain.Interventions;

namespace Wellbeing.Domain.Assessments;

/// <summary>A factor of SCL-90.</summary>
public enum SymptomFactor
{
    /// <summary>Somatisation, 12 items.</summary>
    Somatisation,

    /// <summary>Obsessive-compulsive, 10 items.</summary>
    ObsessiveCompulsive,

    /// <summary>Interpersonal sensitivity, 9 items.</summary>
    InterpersonalSensitivity,

    /// <summary>Depression, 13 items.</summary>
    Depression,

    /// <summary>Anxiety, 10 items.</summary>
    Anxiety,

    /// <summary>Hostility, 6 items.</summary>
    Hostility,

    /// <summary>Phobic anxiety, 7 items.</summary>
    PhobicAnxiety,

    /// <summary>Paranoid ideation, 6 items.</summary>
    ParanoidIdeation,

    /// <summary>Psychoticism, 10 items.</summary>
    Psychoticism,

    /// <summary>What belongs to none of them (sleep, appetite), 7 items.</summary>
    Additional,
}

/// <summary>What one factor of SCL-90 came to.</summary>
/// <param name="Factor">Which.</param>
/// <param name="Sum">The sum of its items, each 1 to 5; the factor's score is their mean.</param>
public sealed record FactorSum(SymptomFactor Factor, int Sum);

/// <summary>What is given of a test whose items are not ours to hold.</summary>
/// <param name="Total">The total.</param>
/// <param name="PositiveItems">SCL-90: how many items were answered with 2 or more.</param>
/// <param name="Factors">SCL-90: what the factors came to.</param>
public sealed record TestScores(int Total, int? PositiveItems = null, IReadOnlyList<FactorSum>? Factors = null);

/// <summary>What a test came to.</summary>
/// <param name="Score">The score.</param>
/// <param name="Band">The band in which it lies.</param>
/// <param name="Highest">Whether that is the highest band, the one that asks for help.</param>
/// <param name="Alerts">Numbers of the items, 1 and up, whose answer asks for help at once.</param>
public sealed record ScoredTest(int Score, ScoreBand Band, bool Highest, IReadOnlyList<int> Alerts);

/// <summary>A band, from a score on.</summary>
/// <param name="From">The lowest score in it.</param>
/// <param name="Band">Its name.</param>
public sealed record BandFrom(int From, ScoreBand Band);

/// <summary>How the items of an instrument are scored.</summary>
/// <param name="Items">How many there are.</param>
/// <param name="Least">The lowest answer.</param>
/// <param name="Most">The highest answer.</param>
/// <param name="Factor">By what their sum is multiplied.</param>
public sealed record ItemScale(int Items, int Least, int Most, int Factor = 1);

/// <summary>The published scoring of the instruments: pure, whole numbers alone.</summary>
public static class Scoring
{
    /// <summary>SCL-90 screens positive above this total (Chinese norm, Jin Hua et al. 1986).</summary>
    public const int PositiveAbove = 160;

    /// <summary>SCL-90 screens positive above this number of positive items (the same norm).</summary>
    public const int PositiveItemsAbove = 43;

    /// <summary>SCL-90 screens positive from this mean of any factor on (the same norm).</summary>
    public const int PositiveFactor = 2;

    /// <summary>How many items SCL-90 has.</summary>
    public const int SymptomItems = 90;

    /// <summary>
    /// How an instrument's items are scored; null where it takes scores only, since its items are under licence.
    /// PHQ-9: Kroenke, Spitzer, Williams 2001. GAD-7: Spitzer et al. 2006. WHO-5: WHO Regional Office for Europe 1998, the raw
    /// sum times four. PCL-5: Weathers et al. 2013. K10: Kessler et al. 2002.
    /// </summary>
    public static ItemScale? ItemsOf(Instrument instrument) =>
        instrument switch
        {
            Instrument.Phq9 => new(9, 0, 3),
            Instrument.Gad7 => new(7, 0, 3),
            Instrument.Who5 => new(5, 0, 5, Factor: 4),
            Instrument.Pcl5 => new(20, 0, 4),
            Instrument.K10 => new(10, 1, 5),
            _ => null,
        };

    /// <summary>
    /// The bands of an instrument's score, from its lowest score up.
    /// PHQ-9 and GAD-7: as published with them. WHO-5: poor up to 50, and up to 28 a reason to offer PHQ-9 (Topp et al. 2015).
    /// PCL-5 has no bands: the provisional cut is 31 to 33 (National Center for PTSD), of which the lowest counts here, so that
    /// nobody is missed. K10: Andrews and Slade 2001. PSS-10: a convention, no published cut. SCL-90: the total alone.
    /// </summary>
    public static IReadOnlyList<BandFrom> BandsOf(Instrument instrument) =>
        instrument switch
        {
            Instrument.Phq9 =>
            [
                new(0, ScoreBand.Minimal),
                new(5, ScoreBand.Mild),
                new(10, ScoreBand.Moderate),
                new(15, ScoreBand.ModeratelySevere),
                new(20, ScoreBand.Severe),
            ],
            Instrument.Gad7 =>
            [
                new(0, ScoreBand.Minimal),
                new(5, ScoreBand.Mild),
                new(10, ScoreBand.Moderate),
                new(15, ScoreBand.Severe),
            ],
            Instrument.Who5 => [new(0, ScoreBand.VeryPoor), new(29, ScoreBand.Poor), new(51, ScoreBand.Adequate)],
            Instrument.Pcl5 => [new(0, ScoreBand.Negative), new(31, ScoreBand.Positive)],
            Instrument.K10 =>
            [
                new(10, ScoreBand.Minimal),
                new(20, ScoreBand.Mild),
                new(25, ScoreBand.Moderate),
                new(30, ScoreBand.Severe),
            ],
            Instrument.Pss10 => [new(0, ScoreBand.Low), new(14, ScoreBand.Moderate), new(27, ScoreBand.High)],
            Instrument.Scl90 => [new(SymptomItems, ScoreBand.Negative), new(PositiveAbove + 1, ScoreBand.Positive)],
            _ => throw new ArgumentOutOfRangeException(nameof(instrument), instrument, null),
        };

    /// <summary>The band of an instrument's score, wherever it was taken: by the score alone.</summary>
    public static ScoreBand BandOf(Instrument instrument, int score) =>
        BandsOf(instrument).Last(x => x.From <= score).Band;

    /// <summary>Between which scores, and in which steps from 0, an instrument's scores lie.</summary>
    public static (int Least, int Most, int Step) ScoresOf(Instrument instrument)
    {
        var (least, most) = Instruments.RangeOf(instrument);
        return (least, most, ItemsOf(instrument)?.Factor ?? 1);
    }

    /// <summary>How many positive items of SCL-90 go with what its factors came to.</summary>
    /// <param name="factors">The factors that are given, each once and within its range.</param>
    public static (int Least, int Most) PositiveItemsOf(IReadOnlyList<FactorSum> factors) =>
        (
            // An item that is positive adds one to four to the sum of the lowest answers.
            factors.Sum(x => (Excess(x) + 3) / 4),
            factors.Sum(x => Math.Min(ItemsOf(x.Factor), Excess(x))) + ItemsBeside(factors)
        );

    /// <summary>Which totals of SCL-90 go with what is given beside it; all items that no factor tells of are taken together.</summary>
    /// <param name="positiveItems">How many items are positive; null where it is not given.</param>
    /// <param name="factors">The factors that are given, each once and within its range.</param>
    public static (int Least, int Most) TotalsOf(int? positiveItems, IReadOnlyList<FactorSum> factors)
    {
        var (rest, known) = (ItemsBeside(factors), SymptomItems + factors.Sum(Excess));
        if (positiveItems is not { } positive)
            return (known, known + (4 * rest));
        var (fewest, most) = PositiveItemsOf(factors);
        return (known + Math.Max(0, positive - (most - rest)), known + (4 * Math.Min(rest, positive - fewest)));
    }

    private static int Excess(FactorSum factor) => factor.Sum - ItemsOf(factor.Factor);

    private static int ItemsBeside(IReadOnlyList<FactorSum> factors) =>
        SymptomItems - factors.Sum(x => ItemsOf(x.Factor));

    /// <summary>The band that asks for help: the one at the top, and of WHO-5, where a high score is good, at the bottom.</summary>
    public static ScoreBand HighestOf(Instrument instrument) =>
        instrument == Instrument.Who5 ? BandsOf(instrument)[0].Band : BandsOf(instrument)[^1].Band;

    /// <summary>Numbers of the items whose answer asks for help at once unless it is the lowest: PHQ-9 asks in its ninth of thoughts of death.</summary>
    public static IReadOnlyList<int> AlertingOf(Instrument instrument) => instrument == Instrument.Phq9 ? [9] : [];

    /// <summary>How many items make up a factor of SCL-90 (Derogatis 1973).</summary>
    public static int ItemsOf(SymptomFactor factor) =>
        factor switch
        {
            SymptomFactor.Somatisation => 12,
            SymptomFactor.Depression => 13,
            SymptomFactor.InterpersonalSensitivity => 9,
            SymptomFactor.Hostility or SymptomFactor.ParanoidIdeation => 6,
            SymptomFactor.PhobicAnxiety or SymptomFactor.Additional => 7,
            _ => 10,
        };

    /// <summary>Scores the answers to an instrument whose items are held here.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="items">All answers, each within the scale.</param>
    public static ScoredTest OfItems(Instrument instrument, IReadOnlyList<int> items)
    {
        var scale = ItemsOf(instrument)!;
        return Scored(
            instrument,
            items.Sum() * scale.Factor,
            band: null,
            [.. AlertingOf(instrument).Where(item => items[item - 1] > scale.Least)]
        );
    }

    /// <summary>Takes the scores of an instrument whose items are not held here.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scores">Its scores, each within its range.</param>
    public static ScoredTest OfScores(Instrument instrument, TestScores scores)
    {
        var positive =
            scores.PositiveItems > PositiveItemsAbove
            || scores.Factors?.Any(x => x.Sum >= PositiveFactor * ItemsOf(x.Factor)) == true;
        return Scored(instrument, scores.Total, positive ? ScoreBand.Positive : null, []);
    }

    private static ScoredTest Scored(Instrument instrument, int score, ScoreBand? band, IReadOnlyList<int> alerts)
    {
        var lies = band ?? BandOf(instrument, score);
        return new ScoredTest(score, lies, lies == HighestOf(instrument), alerts);
    }
}
