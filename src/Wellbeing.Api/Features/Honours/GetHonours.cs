using System.Text.Json.Serialization;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Honours;

/// <summary>
/// The counts of one key. The query lists the nominated ones; with <c>&amp;event=approved</c>, <c>declined</c> or
/// <c>conferred</c> added it lists those.
/// </summary>
internal sealed record HonoursLine(
    string Key,
    long Nominated,
    long Approved,
    long Declined,
    long Conferred,
    string Query
);

/// <summary>The honours roll of a period; without a first or last day there is no bound on that side.</summary>
internal sealed record HonoursAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? From,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? To,
    Figure Nominated,
    Figure Approved,
    Figure Declined,
    Figure Conferred,
    Figure Revoked,
    Figure Individuals,
    Figure Collectives,
    Figure FrontlineShare,
    Figure FrontlineHeadcountShare,
    IReadOnlyList<HonoursLine> ByTitle,
    IReadOnlyList<HonoursLine> ByLevel,
    IReadOnlyList<HonoursLine> ByAuthority,
    IReadOnlyList<HonoursLine> ByDeed,
    IReadOnlyList<HonoursLine> ByUnit,
    IReadOnlyList<HonoursLine> ByRecipientKind
);

/// <summary>The honours roll: what was nominated, approved, declined, conferred and revoked in a period.</summary>
internal static class GetHonours
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/honours",
            HandleAsync,
            [Role.Auditor, Role.Commander, Role.PoliticalOfficer],
            new Operation(Does.ReadOne, "getHonours", "Counts commendations and who was honoured in a period")
            {
                Answer = typeof(HonoursAnswer),
                Query = Board.PeriodParameters,
            }
        );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        HonoursReader honours,
        AccessScopes scopes,
        BureauCalendar calendar,
        TimeProvider clock
    )
    {
        var caller = AccessScopes.As(http);
        var reach = await scopes.OfAsync(caller, http.RequestAborted);
        if (!reach.IsEverything && !reach.Covers(caller.Unit ?? "", null))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var query = new Query(http);
        var period = Board.PeriodOf(query);
        var asked = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var links = new HonoursLinks(
            period,
            period.To ?? calendar.DayOf(clock.GetUtcNow()),
            reach.IsEverything ? null : caller.Unit
        );
        var rolls = await honours.ReadAsync([period], links.Day, links.Within, http.RequestAborted);
        return Export.Answer(asked, AnswerOf(rolls[0], links), TableOf);
    }

    private static Table TableOf(HonoursAnswer it) =>
        new FigureTable("honours", [it.From, it.To], [("from", it.From), ("to", it.To)])
            .With("commendations-nominated", it.Nominated)
            .With("commendations-approved", it.Approved)
            .With("commendations-declined", it.Declined)
            .With("commendations-conferred", it.Conferred)
            .With("commendations-revoked", it.Revoked)
            .With("honoured-individuals", it.Individuals)
            .With("honoured-collectives", it.Collectives)
            .With("frontline-honours-share", it.FrontlineShare)
            .With("frontline-headcount-share", it.FrontlineHeadcountShare)
            .With("title", Lines(it.ByTitle, x => x))
            .With("level", Lines(it.ByLevel, ExportText.Choice<CommendationLevel>))
            .With("authority", Lines(it.ByAuthority, ExportText.Choice<Authority>))
            .With("deed", Lines(it.ByDeed, ExportText.Choice<Deed>))
            .With("unit", Lines(it.ByUnit, x => x))
            .With("recipientKind", Lines(it.ByRecipientKind, ExportText.Choice<RecipientKind>))
            .Table;

    // Four figures of each key, each with the list of exactly what it counts.
    private static IEnumerable<(string Figure, object Key, decimal Value, string Query)> Lines(
        IReadOnlyList<HonoursLine> lines,
        Func<string, object> key
    ) =>
        lines.SelectMany(x =>
            new[]
            {
                (CountedEvent.Nominated, x.Nominated),
                (CountedEvent.Approved, x.Approved),
                (CountedEvent.Declined, x.Declined),
                (CountedEvent.Conferred, x.Conferred),
            }.Select(y =>
                (
                    $"commendations-{EnumNames.Of(y.Item1)}",
                    key(x.Key),
                    (decimal)y.Item2,
                    Link.With(x.Query, "event", EnumNames.Of(y.Item1))
                )
            )
        );

    private static HonoursAnswer AnswerOf(HonoursRoll roll, HonoursLinks links)
    {
        var lines = roll.ByKey.ToLookup(x => x.Dimension, x => LineOf(x, links));
        return new HonoursAnswer(
            links.Period.From,
            links.Period.To,
            new Figure(roll.Counts.Nominated, links.Met(CountedEvent.Nominated)),
            new Figure(roll.Counts.Approved, links.Met(CountedEvent.Approved)),
            new Figure(roll.Counts.Declined, links.Met(CountedEvent.Declined)),
            new Figure(roll.Counts.Conferred, links.Met(CountedEvent.Conferred)),
            new Figure(roll.Counts.Revoked, links.Met(CountedEvent.Revoked)),
            new Figure(roll.Individuals, links.Individuals),
            new Figure(roll.Collectives, links.Collectives),
            new Figure(roll.FrontlineShare, links.FrontlineApproved),
            new Figure(roll.FrontlineHeadcountShare, links.FrontlineServing),
            [.. lines["title"]],
            [.. lines["level"]],
            [.. lines["authority"]],
            [.. lines["deed"]],
            [.. lines["unit"]],
            [.. lines["recipientKind"]]
        );
    }

    private static HonoursLine LineOf(KeyCounts line, HonoursLinks links) =>
        new(
            line.Key,
            line.Counts.Nominated,
            line.Counts.Approved,
            line.Counts.Declined,
            line.Counts.Conferred,
            links.Of(line.Dimension, line.Key)
        );
}
