using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Honours;

/// <summary>Who was honoured and who serves: the conditions that figures and their lists share.</summary>
internal static class Honoured
{
    /// <summary>The column that tells recipients of a kind apart.</summary>
    public static string Recipient(RecipientKind kind) => kind == RecipientKind.Individual ? "officer_id" : "unit_code";

    /// <summary>Approved within the period, and not revoked since: what was taken back honours nobody.</summary>
    public static SqlFilter Within(RecipientKind kind, Period period, string? unit)
    {
        var where = new SqlFilter();
        where.And($"recipient_kind = '{EnumNames.Of(kind)}' AND approved_on IS NOT NULL AND revoked_on IS NULL");
        if (period.From is { } from)
            where.And($"approved_on >= {where.Add(from)}");
        if (period.To is { } to)
            where.And($"approved_on <= {where.Add(to)}");
        where.AndWithin(unit);
        return where;
    }

    /// <summary>The stays of a day, one for each officer who serves: stays of an officer do not overlap.</summary>
    /// <param name="day">The day.</param>
    /// <param name="unit">A unit, for it and those below it; null for all.</param>
    /// <param name="beside">Conditions of the same statement, whose values these follow.</param>
    public static SqlFilter On(DateOnly day, string? unit, SqlFilter? beside = null)
    {
        var where = new SqlFilter(beside);
        var on = where.Add(day);
        where.And($"p.from_on <= {on} AND (p.until_on IS NULL OR p.until_on > {on})");
        where.AndWithin(unit);
        return where;
    }

    /// <summary>
    /// The same as a subquery: each officer who serves, with the unit and what that is for.
    /// </summary>
    public static string Serving(DateOnly day, string? unit, SqlFilter values)
    {
        const string columns = "p.officer_id, unit_code, u.kind";
        return $"SELECT {columns} FROM {Stays} WHERE {On(day, unit, values)}";
    }

    /// <summary>The stays that <see cref="On" /> restricts, with what their units are for.</summary>
    public const string Stays = "readmodels.postings AS p LEFT JOIN readmodels.mt_doc_unit AS u USING (unit_code)";
}
