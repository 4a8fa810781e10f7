using Shouldly;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Interventions;
using Xunit;

namespace Wellbeing.Domain.Tests.Assessments;

/// <summary>Scores worked out by hand from each instrument's publication, and every edge of its bands.</summary>
public sealed class ScoringTests
{
    [Theory]
    [InlineData(Instrument.Phq9, "0 0 0 0 0 0 0 0 0", 0, ScoreBand.Minimal)]
    [InlineData(Instrument.Phq9, "1 1 1 1 0 0 0 0 0", 4, ScoreBand.Minimal)]
    [InlineData(Instrument.Phq9, "1 1 1 1 1 0 0 0 0", 5, ScoreBand.Mild)]
    [InlineData(Instrument.Phq9, "3 3 3 0 0 0 0 0 0", 9, ScoreBand.Mild)]
    [InlineData(Instrument.Phq9, "3 3 3 1 0 0 0 0 0", 10, ScoreBand.Moderate)]
    [InlineData(Instrument.Phq9, "2 2 2 2 2 2 1 1 0", 14, ScoreBand.Moderate)]
    [InlineData(Instrument.Phq9, "3 3 3 3 3 0 0 0 0", 15, ScoreBand.ModeratelySevere)]
    [InlineData(Instrument.Phq9, "3 3 3 3 3 3 1 0 0", 19, ScoreBand.ModeratelySevere)]
    [InlineData(Instrument.Phq9, "3 3 3 3 3 3 2 0 0", 20, ScoreBand.Severe)]
    [InlineData(Instrument.Phq9, "3 3 3 3 3 3 3 3 3", 27, ScoreBand.Severe)]
    [InlineData(Instrument.Gad7, "0 0 0 0 0 0 0", 0, ScoreBand.Minimal)]
    [InlineData(Instrument.Gad7, "2 2 0 0 0 0 0", 4, ScoreBand.Minimal)]
    [InlineData(Instrument.Gad7, "2 2 1 0 0 0 0", 5, ScoreBand.Mild)]
    [InlineData(Instrument.Gad7, "3 3 3 0 0 0 0", 9, ScoreBand.Mild)]
    [InlineData(Instrument.Gad7, "3 3 3 1 0 0 0", 10, ScoreBand.Moderate)]
    [InlineData(Instrument.Gad7, "2 2 2 2 2 2 2", 14, ScoreBand.Moderate)]
    [InlineData(Instrument.Gad7, "3 3 3 3 3 0 0", 15, ScoreBand.Severe)]
    [InlineData(Instrument.Gad7, "3 3 3 3 3 3 3", 21, ScoreBand.Severe)]
    [InlineData(Instrument.Who5, "0 0 0 0 0", 0, ScoreBand.VeryPoor)]
    [InlineData(Instrument.Who5, "2 2 1 1 1", 28, ScoreBand.VeryPoor)]
    [InlineData(Instrument.Who5, "2 2 2 1 1", 32, ScoreBand.Poor)]
    [InlineData(Instrument.Who5, "3 3 2 2 2", 48, ScoreBand.Poor)]
    [InlineData(Instrument.Who5, "3 3 3 2 2", 52, ScoreBand.Adequate)]
    [InlineData(Instrument.Who5, "5 5 5 5 5", 100, ScoreBand.Adequate)]
    [InlineData(Instrument.Pcl5, "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 0, ScoreBand.Negative)]
    [InlineData(Instrument.Pcl5, "2 2 2 2 2 2 2 2 2 2 1 1 1 1 1 1 1 1 1 1", 30, ScoreBand.Negative)]
    [InlineData(Instrument.Pcl5, "2 2 2 2 2 2 2 2 2 2 2 1 1 1 1 1 1 1 1 1", 31, ScoreBand.Positive)]
    [InlineData(Instrument.Pcl5, "4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4", 80, ScoreBand.Positive)]
    [InlineData(Instrument.K10, "1 1 1 1 1 1 1 1 1 1", 10, ScoreBand.Minimal)]
    [InlineData(Instrument.K10, "2 2 2 2 2 2 2 2 2 1", 19, ScoreBand.Minimal)]
    [InlineData(Instrument.K10, "2 2 2 2 2 2 2 2 2 2", 20, ScoreBand.Mild)]
    [InlineData(Instrument.K10, "3 3 3 3 2 2 2 2 2 2", 24, ScoreBand.Mild)]
    [InlineData(Instrument.K10, "3 3 3 3 3 2 2 2 2 2", 25, ScoreBand.Moderate)]
    [InlineData(Instrument.K10, "3 3 3 3 3 3 3 3 3 2", 29, ScoreBand.Moderate)]
    [InlineData(Instrument.K10, "3 3 3 3 3 3 3 3 3 3", 30, ScoreBand.Severe)]
    [InlineData(Instrument.K10, "5 5 5 5 5 5 5 5 5 5", 50, ScoreBand.Severe)]
    public void when_all_items_are_answered_the_score_and_its_band_are_those_published(
        Instrument instrument,
        string items,
        int score,
        ScoreBand band
    )
    {
        var scored = Scoring.OfItems(instrument, Numbers(items));

        (scored.Score, scored.Band).ShouldBe((score, band));
    }

    [Theory]
    [InlineData("0 0 0 0 0 0 0 0 0")]
    [InlineData("3 3 3 3 3 3 3 3 0")]
    public void when_the_ninth_item_is_zero_nothing_alerts_whatever_the_total(string items) =>
        Scoring.OfItems(Instrument.Phq9, Numbers(items)).Alerts.ShouldBeEmpty();

    [Theory]
    [InlineData(Instrument.Pss10, 0, ScoreBand.Low)]
    [InlineData(Instrument.Pss10, 13, ScoreBand.Low)]
    [InlineData(Instrument.Pss10, 14, ScoreBand.Moderate)]
    [InlineData(Instrument.Pss10, 26, ScoreBand.Moderate)]
    [InlineData(Instrument.Pss10, 27, ScoreBand.High)]
    [InlineData(Instrument.Pss10, 40, ScoreBand.High)]
    [InlineData(Instrument.Scl90, 90, ScoreBand.Negative)]
    [InlineData(Instrument.Scl90, 160, ScoreBand.Negative)]
    [InlineData(Instrument.Scl90, 161, ScoreBand.Positive)]
    [InlineData(Instrument.Scl90, 450, ScoreBand.Positive)]
    public void when_a_total_is_given_its_band_is_told(Instrument instrument, int total, ScoreBand band)
    {
        var scored = Scoring.OfScores(instrument, new TestScores(total));

        (scored.Score, scored.Band).ShouldBe((total, band));
        scored.Alerts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(43, 19, ScoreBand.Negative)]
    [InlineData(44, 19, ScoreBand.Positive)]
    [InlineData(null, 19, ScoreBand.Negative)]
    [InlineData(null, 20, ScoreBand.Positive)]
    public void when_one_criterion_of_the_symptom_list_is_met_it_is_positive_whatever_the_total(
        int? positiveItems,
        int anxiety,
        ScoreBand band
    ) =>
        Scoring
            .OfScores(
                Instrument.Scl90,
                new TestScores(
                    150,
                    positiveItems,
                    [new FactorSum(SymptomFactor.Depression, 25), new FactorSum(SymptomFactor.Anxiety, anxiety)]
                )
            )
            .Band.ShouldBe(band);

    [Theory]
    [InlineData(0, null, 90, 90)]
    [InlineData(1, null, 91, 94)]
    [InlineData(50, null, 140, 290)]
    [InlineData(90, null, 180, 450)]
    [InlineData(null, null, 90, 450)]
    [InlineData(null, 13, 90, 398)]
    [InlineData(null, 65, 142, 450)]
    [InlineData(0, 13, 90, 90)]
    [InlineData(3, 23, 100, 100)]
    [InlineData(4, 23, 100, 104)]
    [InlineData(12, 23, 102, 136)]
    public void what_is_given_beside_a_total_says_which_totals_there_can_be(
        int? positiveItems,
        int? depression,
        int least,
        int most
    ) =>
        Scoring
            .TotalsOf(positiveItems, depression is { } sum ? [new FactorSum(SymptomFactor.Depression, sum)] : [])
            .ShouldBe((least, most));

    [Theory]
    [InlineData(13, 0, 77)]
    [InlineData(14, 1, 78)]
    [InlineData(23, 3, 87)]
    [InlineData(65, 13, 90)]
    public void what_a_factor_came_to_says_how_many_items_are_positive(int depression, int fewest, int most) =>
        Scoring.PositiveItemsOf([new FactorSum(SymptomFactor.Depression, depression)]).ShouldBe((fewest, most));

    [Fact]
    public void the_total_is_the_sum_of_all_factors_where_all_are_given()
    {
        FactorSum[] all = [.. Enum.GetValues<SymptomFactor>().Select(x => new FactorSum(x, Scoring.ItemsOf(x) + 2))];

        Scoring.TotalsOf(null, all).ShouldBe((110, 110));
        Scoring.TotalsOf(20, all).ShouldBe((110, 110));
        Scoring.PositiveItemsOf(all).ShouldBe((10, 20));
    }

    [Fact]
    public void the_factors_of_the_symptom_list_hold_all_its_items() =>
        Enum.GetValues<SymptomFactor>().Sum(Scoring.ItemsOf).ShouldBe(Scoring.SymptomItems);

    [Theory]
    [InlineData("0 0 0 0 0 0 0 0 1", 1)]
    [InlineData("3 3 3 3 3 3 3 3 3", 27)]
    public void when_the_ninth_item_is_not_zero_it_alerts_whatever_the_total(string items, int score)
    {
        var scored = Scoring.OfItems(Instrument.Phq9, Numbers(items));

        scored.Score.ShouldBe(score);
        scored.Alerts.ShouldBe([9]);
    }

    [Fact]
    public void no_other_instrument_alerts()
    {
        foreach (var instrument in Enum.GetValues<Instrument>().Except([Instrument.Phq9]))
        {
            if (Scoring.ItemsOf(instrument) is { } scale)
                Scoring.OfItems(instrument, [.. Enumerable.Repeat(scale.Most, scale.Items)]).Alerts.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(Instrument.Phq9, ScoreBand.Severe)]
    [InlineData(Instrument.Gad7, ScoreBand.Severe)]
    [InlineData(Instrument.Who5, ScoreBand.VeryPoor)]
    [InlineData(Instrument.Pcl5, ScoreBand.Positive)]
    [InlineData(Instrument.K10, ScoreBand.Severe)]
    [InlineData(Instrument.Pss10, ScoreBand.High)]
    [InlineData(Instrument.Scl90, ScoreBand.Positive)]
    public void the_highest_band_is_the_one_that_asks_for_help(Instrument instrument, ScoreBand highest)
    {
        var (least, most) = Instruments.RangeOf(instrument);

        Scoring.HighestOf(instrument).ShouldBe(highest);
        Enumerable
            .Range(least, most - least + 1)
            .Select(total => Scoring.OfScores(instrument, new TestScores(total)))
            .ShouldAllBe(x => x.Highest == (x.Band == highest));
    }

    [Fact]
    public void every_instruments_bands_begin_with_its_lowest_score_and_lie_within_its_range()
    {
        foreach (var instrument in Enum.GetValues<Instrument>())
        {
            var bands = Scoring.BandsOf(instrument);
            bands[0].From.ShouldBe(Instruments.RangeOf(instrument).Least);
            bands.Select(x => x.From).ShouldBeInOrder();
            bands[^1].From.ShouldBeLessThanOrEqualTo(Instruments.RangeOf(instrument).Most);
            bands.Select(x => x.Band).ShouldBeUnique();
        }
        Should.Throw<ArgumentOutOfRangeException>(() => Scoring.BandsOf((Instrument)99));
    }

    [Fact]
    public void where_items_are_scored_the_range_runs_from_all_lowest_to_all_highest()
    {
        foreach (var instrument in Enum.GetValues<Instrument>())
        {
            if (Scoring.ItemsOf(instrument) is not { } scale)
                continue;
            var (least, most) = Instruments.RangeOf(instrument);
            Scoring.OfItems(instrument, [.. Enumerable.Repeat(scale.Least, scale.Items)]).Score.ShouldBe(least);
            Scoring.OfItems(instrument, [.. Enumerable.Repeat(scale.Most, scale.Items)]).Score.ShouldBe(most);
        }
    }

    [Fact]
    public void the_items_of_licensed_instruments_are_not_held() =>
        Enum.GetValues<Instrument>()
            .Where(x => Scoring.ItemsOf(x) is null)
            .ShouldBe([Instrument.Pss10, Instrument.Scl90]);

    private static int[] Numbers(string items) => [.. items.Split(' ').Select(int.Parse)];
}
