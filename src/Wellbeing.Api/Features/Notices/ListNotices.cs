using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Notices;

/// <summary>What the caller is told, the latest first.</summary>
internal static class ListNotices
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices", HandleAsync)
            .AllowRoles(Audience.Readers)
            .Describe(
                new Operation(Does.List, "listNotices", "Lists what the caller is told, of the last 90 days")
                {
                    Answer = typeof(Notice),
                    Query = [new("unread", typeof(bool), "Only those that are not, or are, marked as read.")],
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, Inbox inbox)
    {
        var query = new Query(http);
        var unread = query.Boolean("unread");
        var page = Page.Of<long>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var where = await inbox.OfAsync(http);
        if (unread is { } only)
            where.And($"(r.notice_id IS NULL) = {where.Add(only)}");
        where.AndIf("e.seq_id < {0}", page.After);
        await using var command = inbox.Select(where, $"ORDER BY e.seq_id DESC LIMIT {where.Add(page.Limit + 1)}");
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        var wording = Wording.Of(http);
        return await Paging.AnswerAsync(
            http,
            reader,
            page,
            row => JsonSerializer.SerializeToUtf8Bytes(Notice.Of(row, wording), CareJson.Options),
            row => row.GetInt64(8)
        );
    }
}
