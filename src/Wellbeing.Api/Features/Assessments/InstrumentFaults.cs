using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Assessments;

/// <summary>
/// What of a taken test, or of a score that somebody worked out, does not go with its instrument. An item that is left out is
/// named, and never guessed.
/// </summary>
internal static class InstrumentFaults
{
    public static void Find(Instrument instrument, CompleteAssessment.Request request, FieldErrors errors)
    {
        if (Scoring.ItemsOf(instrument) is { } scale)
        {
            if (request.Scores is not null)
                Foreign("scores", instrument, errors);
            OfItems(scale, request.Items, errors);
            return;
        }
        if (request.Items is not null)
            Foreign("items", instrument, errors);
        if (request.Scores is null)
            errors.Add("scores", "missing");
        else
            OfScores(instrument, request.Scores, errors);
    }

    /// <summary>Finds a score that nobody can have.</summary>
    public static void OfScore(Instrument instrument, string field, int score, FieldErrors errors)
    {
        var (least, most, step) = Scoring.ScoresOf(instrument);
        Within(field, score, least, most, errors);
        if (score % step != 0)
            errors.Add(field, "multiple", ("of", step));
    }

    private static void OfItems(ItemScale scale, IReadOnlyList<int>? items, FieldErrors errors)
    {
        if (items is null)
        {
            errors.Add("items", "missing");
            return;
        }
        if (items.Count > scale.Items)
            errors.Add("items", "too-many", ("actual", items.Count), ("max", scale.Items));
        for (var i = 0; i < scale.Items; i++)
        {
            if (i >= items.Count)
                errors.Add($"items[{i}]", "missing");
            else
                Within($"items[{i}]", items[i], scale.Least, scale.Most, errors);
        }
    }

    private static void OfScores(Instrument instrument, CompleteAssessment.ScoresRequest scores, FieldErrors errors)
    {
        OfScore(instrument, "scores.total", scores.Total, errors);
        if (instrument != Instrument.Scl90)
        {
            if (scores.PositiveItems is not null)
                Foreign("scores.positiveItems", instrument, errors);
            if (scores.Factors is not null)
                Foreign("scores.factors", instrument, errors);
            return;
        }
        var seen = new HashSet<SymptomFactor>();
        foreach (var (i, (factor, sum)) in (scores.Factors ?? []).Index())
        {
            if (!seen.Add(factor))
                errors.Add($"scores.factors[{i}].factor", "duplicate");
            Within($"scores.factors[{i}].sum", sum, Scoring.ItemsOf(factor), 5 * Scoring.ItemsOf(factor), errors);
        }
        if (!errors.Any)
            Agree(scores, errors);
    }

    /// <summary>Positive items, factors and total are of one test: what one of them says the others cannot deny.</summary>
    private static void Agree(CompleteAssessment.ScoresRequest scores, FieldErrors errors)
    {
        var (total, positive, factors) = CompleteAssessment.ScoresOf(scores);
        if (positive is { } items)
        {
            var (fewest, most) = Scoring.PositiveItemsOf(factors ?? []);
            Within("scores.positiveItems", items, fewest, most, errors);
        }
        if (errors.Any)
            return;
        var (least, highest) = Scoring.TotalsOf(positive, factors ?? []);
        Within("scores.total", total, least, highest, errors);
    }

    private static void Within(string field, int value, int least, int most, FieldErrors errors)
    {
        if (value < least || value > most)
            errors.Add(field, "whole-number", ("min", least), ("max", most));
    }

    private static void Foreign(string field, Instrument instrument, FieldErrors errors) =>
        errors.Add(field, "instrument", ("instrument", EnumNames.Of(instrument)));
}
