using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Assessments;

/// <summary>
/// How many people lie in each band of an instrument, each by the last test of a quarter. Small cells are not told. Only whole
/// quarters that have ended can be asked for, and a test counts for the unit of that time: a count neither slides nor follows
/// a transfer, by which single people would show.
/// </summary>
internal static class CountBands
{
    /// <summary>The people of one band.</summary>
    /// <param name="Band">The band.</param>
    /// <param name="AtLeast">A multiple of five that they reach; absent for fewer than five.</param>
    internal sealed record Cell(ScoreBand Band, int? AtLeast);

    /// <summary>The people by band.</summary>
    /// <param name="Instrument">The instrument.</param>
    /// <param name="Quarter">The quarter.</param>
    /// <param name="AtLeast">All of them, in the same way.</param>
    /// <param name="Bands">By band, from the instrument's lowest score up.</param>
    internal sealed record Answer(Instrument Instrument, string Quarter, int? AtLeast, IReadOnlyList<Cell> Bands);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/assessments/bands", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Commander, Role.PoliticalOfficer)
            .Describe(
                new(
                    Does.ReadOne,
                    "countBands",
                    "Counts people by the band of their last test in a quarter; small cells are not told"
                )
                {
                    Answer = typeof(Answer),
                    Query =
                    [
                        new("instrument", typeof(Instrument), "Which test.") { Required = true },
                        new("quarter", typeof(string), "One that has ended, such as 2023-Q4; the last one without it.")
                        {
                            Pattern = "^[0-9]{4}-Q[1-4]$",
                        },
                        Board.WithinParameter,
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        AccessScopes scopes,
        BureauCalendar calendar,
        TimeProvider clock
    )
    {
        var query = new Query(http);
        var instrument = query.Choice<Instrument>("instrument");
        if (!http.Request.Query.ContainsKey("instrument"))
            query.Errors.Add("instrument", "missing");
        var quarter = EndedOf(query, calendar.DayOf(clock.GetUtcNow()));
        var within = query.Text("within");
        if (query.Refusal() is { } refused)
            return refused;

        var where = new SqlFilter();
        where.AndIf("instrument = {0}", EnumNames.Of(instrument));
        where.And($"at >= {where.Add(TimeRange.StartOf(quarter.First, calendar))}");
        where.And($"at <= {where.Add(TimeRange.EndOf(quarter.Last, calendar))}");
        where.AndWithin(within);
        where.AndWithin(await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted));
        await using var command = database.CreateCommand(
            $"""
            SELECT band, count(*)::integer FROM (
                SELECT DISTINCT ON (officer_id) officer_id, band FROM readmodels.mt_doc_assessment AS c
                WHERE {where} AND band IS NOT NULL AND NOT EXISTS (
                    SELECT FROM readmodels.mt_doc_officer AS o WHERE o.id = c.officer_id AND o.restricted IS TRUE)
                ORDER BY officer_id, at DESC, id DESC) AS last
            GROUP BY band
            """
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        var people = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        while (await reader.ReadAsync(http.RequestAborted))
            people[reader.GetString(0)] = reader.GetInt32(1);
        return Board.Answer(
            http,
            new Answer(
                instrument!.Value,
                quarter.ToString(),
                SmallCells.AtLeast(people.Values.Sum()),
                [
                    .. Scoring
                        .BandsOf(instrument.Value)
                        .Select(x => new Cell(
                            x.Band,
                            SmallCells.AtLeast(people.GetValueOrDefault(EnumNames.Of(x.Band)))
                        )),
                ]
            )
        );
    }

    private static Quarter EndedOf(Query query, DateOnly today)
    {
        var last = Quarter.Of(Quarter.Of(today).First.AddDays(-1));
        if (query.Text("quarter") is not { } text)
            return last;
        if (Quarter.Parse(text) is not { } asked)
            query.Errors.Add("quarter", "quarter");
        else if (asked.First > last.First)
            query.Errors.Add("quarter", "later-than", ("max", last));
        else
            return asked;
        return last;
    }
}
