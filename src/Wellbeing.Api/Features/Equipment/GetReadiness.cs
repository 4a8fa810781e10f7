using Npgsql;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>How many of the officers who served on a day were equipped as the list in force on it asks.</summary>
/// <param name="AsOf">The day.</param>
/// <param name="Standard">The list in force; absent before the first.</param>
/// <param name="Ready">Who had all of it, fit for use.</param>
/// <param name="NotReady">Who had not.</param>
internal sealed record ReadinessAnswer(DateOnly AsOf, EquipmentPolicy? Standard, Figure Ready, Figure NotReady);

/// <summary>The readiness of the officers of a unit and those below it, as of any day.</summary>
internal static class GetReadiness
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/equipment/readiness", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Commander, Role.PoliticalOfficer)
            .Describe(
                new(Does.ReadOne, "getReadiness", "Counts the officers who are equipped as the standard list asks")
                {
                    Answer = typeof(ReadinessAnswer),
                    Query = ReadinessQuestion.Parameters,
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
        var asked = ReadinessQuestion.Of(query, calendar, clock);
        if (query.Refusal() is { } refused)
            return refused;
        var reach = await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(
            Readiness.Statement(
                asked,
                reach,
                _ => "SELECT count(*) FILTER (WHERE items IS NULL), count(items) FROM missing"
            )
        );
        await using var reader = await batch.ExecuteReaderAsync(http.RequestAborted);
        await reader.ReadAsync(http.RequestAborted);
        return Board.Answer(
            http,
            new ReadinessAnswer(
                asked.Day,
                EquipmentPolicies.Shipped.On(asked.Day),
                new Figure(reader.GetInt64(0), asked.List(ready: true)),
                new Figure(reader.GetInt64(1), asked.List(ready: false))
            )
        );
    }
}
