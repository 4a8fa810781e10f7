using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Reviews;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>A quarter of a unit and those below it: its review, and its figures against the quarters before.</summary>
/// <param name="Quarter">The quarter.</param>
/// <param name="UnitCode">The unit; absent for the whole bureau.</param>
/// <param name="Version">Version of the unit's review.</param>
/// <param name="Review">The unit's own review; absent where there is none.</param>
/// <param name="Reviews">The reviews of the same quarter of the unit and those below it, by unit.</param>
/// <param name="Previous">The unit's own reviews of the four quarters before, the oldest first.</param>
/// <param name="Figures">What the record counts.</param>
internal sealed record ReviewAnswer(
    string Quarter,
    string? UnitCode,
    long? Version,
    Review? Review,
    IReadOnlyList<ReviewItem> Reviews,
    IReadOnlyList<ReviewItem> Previous,
    IReadOnlyList<ReviewFigure> Figures
);

/// <summary>A quarter's review with its trends.</summary>
internal static class GetReview
{
    private const string Own =
        "SELECT data, mt_version, period FROM readmodels.mt_doc_review WHERE unit_code = $1 AND period = ANY ($2) ORDER BY period";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/reviews/{quarter}",
            HandleAsync,
            UnitList.Readers,
            new Operation(Does.ReadOne, "getReview", "A quarter's review, and its figures against the quarters before")
            {
                Answer = typeof(ReviewAnswer),
                Query =
                [
                    new("unit", typeof(string), "Code of a unit; without it the reader's, else the whole bureau."),
                ],
            },
            printed: true
        );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        AccessScopes scopes,
        ReviewFigures figures,
        string quarter
    )
    {
        var (stop, query) = (http.RequestAborted, new Query(http));
        var reach = await scopes.OfAsync(AccessScopes.As(http), stop);
        var unit = query.Text("unit") ?? (reach.IsEverything ? null : Caller.Of(http).Unit ?? "");
        if (
            Quarter.Parse(quarter) is not { } of
            || (unit is not null && !reach.Covers(unit, null))
            || (unit is not null && await UnitTree.IdOfAsync(database, unit, stop) is null)
        )
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var asked = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var quarters = ReviewFigures.Trend(of);
        var (own, version, previous) = await OwnAsync(database, unit, quarters, stop);
        return Export.Answer(
            asked,
            new ReviewAnswer(
                quarter,
                unit,
                version,
                own,
                await ThereAsync(database, reach, unit, quarter, stop),
                previous,
                await figures.ReadAsync(reach, unit, quarters, stop)
            ),
            ReviewTable.Of,
            ReviewTable.Page
        );
    }

    private static async Task<(Review? Own, long? Version, List<ReviewItem> Previous)> OwnAsync(
        NpgsqlDataSource database,
        string? unit,
        IReadOnlyList<Quarter> quarters,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(Own);
        command.Parameters.Add(SqlParameter.Of(unit ?? ""));
        command.Parameters.Add(SqlParameter.Of(quarters.Select(x => x.ToString()).ToArray()));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var (own, version, previous) = ((Review?)null, (long?)null, new List<ReviewItem>());
        while (await reader.ReadAsync(stop))
        {
            var state = reader.GetFieldValue<byte[]>(0);
            if (reader.GetString(2) == quarters[^1].ToString())
                (own, version) = (RecordStates.Of<Review>(state), reader.GetInt64(1));
            else
                previous.Add(ReviewItem.Of(state));
        }
        return (own, version, previous);
    }

    private static async Task<List<ReviewItem>> ThereAsync(
        NpgsqlDataSource database,
        AccessScope reach,
        string? unit,
        string quarter,
        CancellationToken stop
    )
    {
        var where = new SqlFilter();
        where.AndWithin(reach);
        where.AndWithin(unit);
        where.AndIf("period = {0}", quarter);
        await using var command = database.CreateCommand(
            $"SELECT data FROM readmodels.mt_doc_review WHERE {where} ORDER BY unit_code"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        var reviews = new List<ReviewItem>();
        while (await reader.ReadAsync(stop))
            reviews.Add(ReviewItem.Of(reader.GetFieldValue<byte[]>(0)));
        return reviews;
    }
}
