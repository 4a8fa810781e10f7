using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit as it stands: its stored bytes.</summary>
internal static class GetUnit
{
    /// <summary>Who may know the bureau's units, as far as they are within reach.</summary>
    public static readonly Role[] Readers =
    [
        Role.Administrator,
        Role.Auditor,
        Role.Integrator,
        Role.Commander,
        Role.PoliticalOfficer,
    ];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/units/{code}", HandleAsync)
            .AllowRoles(Readers)
            .Describe(new Operation(Does.ReadOne, "getUnit", "A unit as it stands") { Answer = typeof(Unit) });

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        AccessScopes scopes,
        string code
    )
    {
        var reach = await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted);
        await using var command = database.CreateCommand(
            "SELECT mt_version, data FROM readmodels.mt_doc_unit WHERE unit_code = $1"
        );
        command.Parameters.Add(SqlParameter.Of(code));
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        if (!await reader.ReadAsync(http.RequestAborted) || !reach.Covers(code, null))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        return Etags.NotModified(http, Etags.Of(reader.GetInt64(0)))
            ?? Results.Bytes(reader.GetFieldValue<byte[]>(1), "application/json");
    }
}
