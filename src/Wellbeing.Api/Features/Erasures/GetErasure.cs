using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>How far an officer's erasure has come, and whether the master key is still to be renewed for it.</summary>
internal static class GetErasure
{
    /// <summary>An erasure, and what is left to do.</summary>
    /// <param name="Erasure">The erasure.</param>
    /// <param name="MasterKeyRenewalDue">Whether the master key opens what lies in backups from before it.</param>
    internal sealed record Answer(ErasureItem Erasure, bool MasterKeyRenewalDue);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/erasures/{id:guid}", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Administrator)
            .Describe(
                new Operation(Does.Read, "getErasure", "How far an officer's erasure has come")
                {
                    Answer = typeof(Answer),
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, KeyTable keys, Guid id)
    {
        if (await FindAsync(database, id, http.RequestAborted) is not { } officer)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        var due = await keys.IsRenewalDueAsync(http.RequestAborted);
        return Results.Bytes(
            JsonSerializer.SerializeToUtf8Bytes(new Answer(ErasureItem.Of(officer), due), CareJson.Options),
            "application/json"
        );
    }

    /// <summary>The officer whose erasure is proposed or done, or null.</summary>
    public static async Task<Officer?> FindAsync(NpgsqlDataSource database, Guid id, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return
            (await LoadedRecord.FindAsync(connection, StreamKind.Officer.Record(), id, stop))?.State as Officer
                is { Erasure: not null } officer
            ? officer
            : null;
    }
}
