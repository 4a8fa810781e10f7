using Npgsql;
using Wellbeing.Api.EventStore;

namespace Wellbeing.Api.Features.Notices;

/// <summary>
/// What somebody is told. A notice is an event within reach, not a row of its own: it cannot be lost, told twice, or differ
/// from the record.
/// </summary>
internal sealed class Inbox(NpgsqlDataSource database, AccessScopes scopes, TimeProvider clock)
{
    /// <summary>For how long something stays a notice.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>The caller's notices; further conditions may follow.</summary>
    public async Task<SqlFilter> OfAsync(HttpContext http)
    {
        var caller = AccessScopes.As(http);
        var reach = await scopes.OfAsync(caller, http.RequestAborted);
        var where = new SqlFilter();
        var sub = where.Add(caller.Sub.Key);
        // What was imported, or came from the past, is no news.
        where.And("NOT (e.headers ? 'historical')");
        where.And($"e.timestamp > {where.Add(clock.GetUtcNow().ToUniversalTime() - Kept)}");
        where.And($"NOT {Persons.Same("e.user_name", sub)}");
        // A review is its unit's, and about no officer: who is to do something is told of that wherever they serve.
        where.AndCareWithin(
            reach,
            reach.UnitCodes is { } codes
                ? "NOT e.data ? 'officerId' AND "
                    + $"(e.data->>'unitCode' = ANY ({where.Add(codes.ToArray())}) OR {Persons.Same("e.data->>'owner'", sub)})"
                : "false"
        );
        var told = new List<string> { $"e.type = ANY ({where.Add(Audience.TypesOf(caller.Roles))})" };
        if (reach.Own is { } own)
            told.Add($"(e.type = ANY ({where.Add(Audience.OfOfficer)}) AND o.id = {where.Add(own)})");
        foreach (var field in Audience.OfPerson)
            told.Add(
                $"(e.type = ANY ({where.Add(field.ToArray())}) AND {Persons.Same($"e.data->>'{field.Key}'", sub)})"
            );
        where.And($"({string.Join(" OR ", told)})");
        return where;
    }

    /// <summary>A statement that reads notices.</summary>
    /// <param name="where">Whose, and which; the first parameter is the reader.</param>
    /// <param name="order">In which order, and how many.</param>
    public NpgsqlCommand Select(SqlFilter where, string order)
    {
        var command = database.CreateCommand(
            $"""
            SELECT {Notice.Columns} FROM events.mt_events AS e
            LEFT JOIN readmodels.mt_doc_officer AS o ON o.id = (e.data->>'officerId')::uuid
            LEFT JOIN journal.notice_reads AS r ON r.reader = $1 AND r.notice_id = e.id
            WHERE {where} {order}
            """
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        return command;
    }
}
