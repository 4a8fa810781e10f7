using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Records;

/// <summary>Reads the records of units: within reach is what belongs to a unit that the reader serves, or to one below it.</summary>
internal sealed class UnitRecords(NpgsqlDataSource database, AccessScopes scopes)
{
    /// <summary>Who may read a record; a system what it put on record itself.</summary>
    public static readonly Role[] Readers = [.. UnitList.Readers, Role.Integrator];

    /// <summary>Answers a record as it stands, in the form that is given to readers.</summary>
    public async Task<IResult> AnswerAsync<TState, TAnswer>(
        HttpContext http,
        StreamKind kind,
        Guid id,
        Func<TState, TAnswer> answer
    )
    {
        var found = await FindAsync(http, kind, id);
        if (found is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        return Etags.NotModified(http, Etags.Of(found.Version))
            ?? Results.Bytes(
                JsonSerializer.SerializeToUtf8Bytes(answer((TState)found.State), CareJson.Options),
                "application/json"
            );
    }

    private async Task<LoadedRecord?> FindAsync(HttpContext http, StreamKind kind, Guid id)
    {
        var stop = http.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(stop);
        var found = await LoadedRecord.FindAsync(connection, kind.Record(), id, stop);
        var posted = await CareRecords.HasPostedAsync(connection, AccessScopes.As(http), id, stop);
        var reach = await scopes.OfAsync(AccessScopes.AsReader(http), connection, stop);
        return posted || found?.Within(reach) == true ? found : null;
    }
}
