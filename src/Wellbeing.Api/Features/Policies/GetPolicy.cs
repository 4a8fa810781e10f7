using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Policies;

/// <summary>Every version of a policy: who adopted it, when, and from when it is in force.</summary>
internal static class GetPolicy
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/policies/{kind}", HandleAsync)
            .AllowRoles(Enum.GetValues<Role>())
            .Describe(
                new Operation(Does.ReadOne, "getPolicy", "A policy with every version of it")
                {
                    Answer = typeof(Policy),
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, string kind)
    {
        if (PolicyStreams.KindOf(kind) is not { } known)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        await using var command = database.CreateCommand(
            "SELECT mt_version, data FROM readmodels.mt_doc_policy WHERE id = $1"
        );
        command.Parameters.Add(SqlParameter.Of(PolicyStreams.IdOf(known)));
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        if (!await reader.ReadAsync(http.RequestAborted))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        return Etags.NotModified(http, Etags.Of(reader.GetInt64(0)))
            ?? Results.Bytes(reader.GetFieldValue<byte[]>(1), "application/json");
    }
}
