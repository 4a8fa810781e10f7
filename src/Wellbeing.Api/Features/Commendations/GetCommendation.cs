using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>A commendation as it stands, with its citation opened.</summary>
internal sealed record CommendationAnswer(
    Guid Id,
    CommendationStatus Status,
    RecipientKind RecipientKind,
    Guid? OfficerId,
    int? Officers,
    string UnitCode,
    string Title,
    Deed Deed,
    string? DeedReference,
    string? Citation,
    DateOnly NominatedOn,
    ReviewAdvice? Advice,
    DateOnly? PublicisedOn,
    CommendationLevel? Level,
    Authority? Authority,
    string? LegalBasis,
    DateOnly? ApprovedOn,
    DateOnly? DeclinedOn,
    DateOnly? ConferredOn,
    string? OrderNumber,
    DateOnly? RevokedOn,
    IReadOnlyList<Finding>? Findings
)
{
    public static CommendationAnswer Of(Commendation state, string? citation) =>
        new(
            state.Id,
            state.Status,
            state.RecipientKind,
            state.OfficerId,
            state.OfficerIds?.Count,
            state.UnitCode,
            state.Title,
            state.Deed,
            state.DeedReference,
            citation,
            state.NominatedOn,
            state.Advice,
            state.PublicisedOn,
            state.Level,
            state.Authority,
            state.LegalBasis,
            state.ApprovedOn,
            state.DeclinedOn,
            state.ConferredOn,
            state.OrderNumber,
            state.RevokedOn,
            state.Findings
        );
}

/// <summary>One commendation. Its citation is public to those who may read the record, and so needs no purpose.</summary>
internal static class GetCommendation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/commendations/{id:guid}", HandleAsync)
            .AllowRoles([.. Histories.GetHistory.Readers, Role.Integrator])
            .Describe(
                new Operation(Does.ReadOne, "getCommendation", "A commendation as it stands")
                {
                    Answer = typeof(CommendationAnswer),
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        AccessScopes scopes,
        KeyStore keys,
        Guid id
    )
    {
        var stop = http.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(stop);
        var found = await LoadedRecord.FindAsync(connection, StreamKind.Commendation.Record(), id, stop);
        if (!await MayReadAsync(http, connection, scopes, id, found))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        await connection.CloseAsync();
        if (Etags.NotModified(http, Etags.Of(found!.Version)) is { } known)
            return known;
        var state = (Commendation)found.State;
        var answer = CommendationAnswer.Of(state, found.Restriction.Erased ? null : await OpenAsync(state, keys, stop));
        return Results.Bytes(JsonSerializer.SerializeToUtf8Bytes(answer, CareJson.Options), "application/json");
    }

    private static async Task<bool> MayReadAsync(
        HttpContext http,
        NpgsqlConnection connection,
        AccessScopes scopes,
        Guid id,
        LoadedRecord? found
    )
    {
        var stop = http.RequestAborted;
        var caller = AccessScopes.As(http);
        var reach = await scopes.OfAsync(AccessScopes.AsReader(http), connection, stop);
        var within =
            found is not null
            && (found.Within(reach) || ((Commendation)found.State).Concerned.Any(reach.OfficerIds.Contains));
        if (found is { Restriction.Restricted: true } && !reach.IsEverything && reach.Own != found.OfficerId)
            return false;
        if (within || !caller.Roles.Contains(Role.Integrator))
            return within;
        return await CareRecords.HasPostedAsync(connection, caller, id, stop) && found is not null;
    }

    private static async Task<string?> OpenAsync(Commendation state, KeyStore keys, CancellationToken stop)
    {
        if (state is not { Citation: { } citation, CitationEvent: { } at })
            return null;
        try
        {
            var key = await keys.GetAsync(state.RecipientId, stop);
            return Sealer.Open(
                key,
                new SealContext(state.RecipientId, state.Id, at, "commendation_nominated", "citation"),
                citation
            );
        }
        catch (SubjectErasedException)
        {
            // Erased by intent: the facts stand, the text is gone.
            return null;
        }
    }
}
