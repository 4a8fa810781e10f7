using Wellbeing.Api.Journal;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Honours;

/// <summary>Who was honoured and who serves: the conditions that figures and their lists share.</summary>
internal static class Honoured
{
    /// <summary>The column that tells recipients of a kind apart.</summary>
    public static string Recipient(RecipientKind kind) => kind == RecipientKind.Individual ? "officer_id" : "unit_code";

    /// <summary>Approved within the period, and not revoked since: what was taken back honours nobody.</summary>
    public static Conditions Within(RecipientKind kind, Period period, string? unit)
    {
        var where = new Conditions();
        where.And($"recipient_kind = '{Word.Of(kind)}' AND approved_on IS NOT NULL AND revoked_on IS NULL");
        if (period.From is { } from)
            where.And($"approved_on >= {where.Add(from)}");
        if (period.To is { } to)
            where.And($"approved_on <= {where.Add(to)}");
        where.AndWithin(unit);
        return where;
    }

    /// <summary>
    /// The officers who serve on a day, each with the unit of that day. Where entries made out of order overlap, the one
    /// entered last counts.
    /// </summary>
    public static string Serving(string day) =>
        $"""
            (SELECT DISTINCT ON (officer_id) officer_id, unit_code, from_on
            FROM readmodels.postings
            WHERE from_on <= {day} AND (until_on IS NULL OR until_on > {day})
            ORDER BY officer_id, ordinal DESC) AS p LEFT JOIN readmodels.units AS u USING (unit_code)
            """;
}
