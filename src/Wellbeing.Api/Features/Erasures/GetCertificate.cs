using System.Text;
using Npgsql;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>
/// What the bureau gives in writing of an erasure: whom, when, on which law, and by when the last copy is gone. A note signed
/// by the log's key, so that it can be checked without asking here.
/// </summary>
internal static class GetCertificate
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/erasures/{id:guid}/certificate", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Administrator)
            .Describe(
                new Operation(Does.Read, "getErasureCertificate", "A signed certificate of an erasure")
                {
                    Answer = typeof(string),
                    Types = ["text/plain"],
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        KeyTable keys,
        ErasureSettings settings,
        CertificateSigner sign,
        Guid id
    )
    {
        var officer = await GetErasure.FindAsync(database, id, http.RequestAborted);
        if (officer is not { Erasure.ErasedAt: { } erased })
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        var due = await keys.IsRenewalDueAsync(http.RequestAborted);
        return Results.Text(sign(Text(officer, erased, settings, due)), "text/plain", Encoding.UTF8);
    }

    private static string Text(Officer officer, DateTimeOffset erased, ErasureSettings settings, bool due) =>
        $"""
            wellbeing erasure certificate v1
            subject {officer.Id}
            erased {Instants.Text(erased)}
            basis {EnumNames.Of(officer.Erasure!.Basis)}
            copies gone by {erased.UtcDateTime.AddDays(settings.CopiesExpireAfterDays):yyyy-MM-dd}
            master key {(due ? "to be renewed" : "renewed")}

            """.ReplaceLineEndings("\n");
}
