using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Boards;

/// <summary>A talent of an officer who serves.</summary>
internal sealed record TalentItem(Guid OfficerId, string UnitCode, string Category, DateTimeOffset ListedAt);

/// <summary>A category in which talents are listed, and how many.</summary>
internal sealed record TalentCategoryItem(string Category, long Talents);

/// <summary>The talents of officers who serve, one by one or by category.</summary>
internal static class ListTalents
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapExported(
            "/talents",
            HandleAsync,
            GetTalkCoverage.Readers,
            new Operation(Does.List, "listTalents", "Lists the talents of officers who serve")
            {
                Answer = typeof(TalentItem),
                Unknown = ["not-found"],
                Query = [.. Scope.Parameters, new("category", typeof(TalentCategory), "What kind of talent.")],
            }
        );
        api.MapGet("/talents/categories", CategoriesAsync)
            .AllowRoles(GetTalkCoverage.Readers)
            .Describe(
                new(Does.List, "listTalentCategories", "Lists the categories in which talents are listed")
                {
                    Answer = typeof(TalentCategoryItem),
                    Unknown = ["not-found"],
                    Query = Scope.Parameters,
                }
            );
    }

    private static async Task<IResult> HandleAsync(HttpContext http, Scopes scopes, NpgsqlDataSource database)
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var category = query.Choice<TalentCategory>("category");
        var asked = Asked.Of(query);
        var page = asked.PageOf<(Guid Officer, int Ordinal)>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var (from, where) = SupportReader.Listed(scope);
        where.AndIf("t.category = {0}", EnumNames.Of(category));
        if (page.After is { } after)
            where.And($"(t.officer_id, t.ordinal) > ({where.Add(after.Officer)}, {where.Add(after.Ordinal)})");
        await using var command = database.CreateCommand(
            $"SELECT t.officer_id, s.unit_code, t.category, t.listed_at, t.ordinal FROM {from} WHERE {where} "
                + $"ORDER BY t.officer_id, t.ordinal LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        return await Export.ListAsync(
            asked,
            command,
            page,
            Item,
            row => (row.GetGuid(0), row.GetInt32(4)),
            items => TableOf([scope.Unit, EnumNames.Of(category), scope.AsOf.Day], items)
        );
    }

    private static async Task<IResult> CategoriesAsync(HttpContext http, Scopes scopes, SupportReader support)
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var page = Page.Of<Units.CodePlace>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var talents = await support.TalentsAsync(scope, http.RequestAborted);
        var items = talents
            .OrderBy(x => x.Key, StringComparer.Ordinal)
            .Where(x => page.After is not { } after || string.CompareOrdinal(x.Key, after.Code) > 0)
            .Select(x => new TalentCategoryItem(x.Key, x.Value));
        return Paging.Answer(http, items, page, x => new Units.CodePlace(x.Category));
    }

    private static TalentItem Item(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3));

    private static Table TableOf(IReadOnlyList<object?> about, IAsyncEnumerable<TalentItem> items) =>
        new(
            "talents",
            about,
            ["officer", "unit", "category", "listedAt"],
            items.Select(
                object?[] (x) => [x.OfficerId, x.UnitCode, ExportText.Choice<TalentCategory>(x.Category), x.ListedAt]
            )
        );
}
