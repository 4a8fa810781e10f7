using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Honours;

/// <summary>An event by whose day commendations are counted and listed.</summary>
internal enum CountedEvent
{
    Nominated,
    Approved,
    Declined,
    Conferred,
    Revoked,
}

/// <summary>Where a commendation stands, or <c>open</c> until it is approved or declined and <c>closed</c> from then on.</summary>
internal enum StatusFilter
{
    Open,
    Closed,
    Nominated,
    Reviewed,
    Publicised,
    Approved,
    Declined,
    Conferred,
    Revoked,
}

/// <summary>
/// What a list of commendations may be asked for. <c>event</c> is what they met within the period, whatever happened
/// later; <c>unit</c> is the unit of that time alone, <c>within</c> the same with the units below it.
/// </summary>
internal sealed record CommendationFilter(
    CountedEvent Event,
    Period Period,
    StatusFilter? Status,
    RecipientKind? RecipientKind,
    string? Title,
    Deed? Deed,
    CommendationLevel? Level,
    Authority? Authority,
    Guid? Officer,
    string? Unit,
    string? Within,
    bool? Frontline
)
{
    /// <summary>The column of the event's day.</summary>
    public string Day { get; } = $"{EnumNames.Of(Event)}_on";

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new(
            "event",
            typeof(CountedEvent),
            "What they met within the period, whatever happened later: nominated without it."
        ),
        .. Board.PeriodParameters,
        new("status", typeof(StatusFilter), "Where they stand now; open until approved or declined."),
        new("recipientKind", typeof(RecipientKind), "Officers' or units'."),
        new("title", typeof(string), "Exactly this title."),
        new("deed", typeof(Deed), "What is commended."),
        new("level", typeof(CommendationLevel), "The level granted."),
        new("authority", typeof(Authority), "The authority that granted it."),
        new("officer", typeof(Guid), "Id of the officer."),
        new("unit", typeof(string), "Code of the unit of that time, alone."),
        Board.WithinParameter,
        new("frontline", typeof(bool), "Whether the unit of that time is a frontline unit."),
    ];

    public static CommendationFilter Of(Query query) =>
        new(
            query.Choice<CountedEvent>("event") ?? CountedEvent.Nominated,
            Board.PeriodOf(query),
            query.Choice<StatusFilter>("status"),
            query.Choice<RecipientKind>("recipientKind"),
            query.Text("title"),
            query.Choice<Deed>("deed"),
            query.Choice<CommendationLevel>("level"),
            query.Choice<Authority>("authority"),
            query.Id("officer"),
            query.Text("unit"),
            query.Text("within"),
            query.Boolean("frontline")
        );

    public void Restrict(SqlFilter where)
    {
        where.And($"{Day} IS NOT NULL");
        if (Period.From is { } from)
            where.And($"{Day} >= {where.Add(from)}");
        if (Period.To is { } to)
            where.And($"{Day} <= {where.Add(to)}");
        if (Status is { } status)
            where.And(Standing(status, where));
        Equal("recipient_kind", EnumNames.Of(RecipientKind));
        Equal("title", Title);
        Equal("deed", EnumNames.Of(Deed));
        Equal("level", EnumNames.Of(Level));
        Equal("authority", EnumNames.Of(Authority));
        Equal("unit_code", Unit);
        where.AndWithin(Within);
        if (Officer is { } officer)
            where.And($"officer_id = {where.Add(officer)}");
        if (Frontline is { } frontline)
            where.And($"{(frontline ? "" : "NOT ")}EXISTS ({Units.Frontline})");

        void Equal(string column, string? value)
        {
            if (value is not null)
                where.And($"{column} = {where.Add(value)}");
        }
    }

    // Said as the index on what is open says it.
    private const string Open = "approved_on IS NULL AND declined_on IS NULL";

    private static string Standing(StatusFilter status, SqlFilter where) =>
        status switch
        {
            StatusFilter.Open => Open,
            StatusFilter.Closed => $"NOT ({Open})",
            _ => $"status = {where.Add(EnumNames.Of(status))}",
        };

    private static class Units
    {
        public const string Frontline =
            "SELECT FROM readmodels.mt_doc_unit AS u WHERE u.unit_code = c.unit_code AND u.kind = 'frontline'";
    }
}
