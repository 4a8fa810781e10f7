using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>
/// The same POST as many would write it: look up the officer, insert the row and a row of the audit trail in one
/// transaction. It seals nothing and keeps no history.
/// </summary>
internal static class OrmSite
{
    public static async Task<int> RunAsync()
    {
        var builder = Rival.Builder();
        builder.Services.AddDbContextPool<CareContext>(options => options.UseNpgsql(builder.Database()));
        await using var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost("/api/v1/commendations", NominateAsync).RequireAuthorization(Rival.Policy);
        return await app.ServeAsync();
    }

    private static async Task<IResult> NominateAsync(Nominate request, CareContext care, HttpContext http)
    {
        var officer = await care
            .Officers.AsNoTracking()
            .SingleOrDefaultAsync(x => x.Id == request.OfficerId, http.RequestAborted);
        if (officer is null)
            return Results.Problem(statusCode: 404, type: "unknown-officer");
        if (request.NominatedOn < officer.AppointedOn)
            return Results.Problem(statusCode: 409, type: "before-appointment");
        var now = DateTimeOffset.UtcNow;
        var commendation = new CommendationRow
        {
            Id = Guid.CreateVersion7(now),
            OfficerId = officer.Id,
            UnitCode = officer.UnitCode,
            Title = request.Title,
            Deed = request.Deed,
            Citation = request.Citation,
            Status = "nominated",
            NominatedOn = request.NominatedOn,
            Version = 1,
            RecordedAt = now,
        };
        care.Commendations.Add(commendation);
        care.Audit.Add(
            new AuditRow
            {
                EntityId = commendation.Id,
                Action = "commendation_nominated",
                Actor = http.User.FindFirstValue("sub")!,
                Correlation = http.TraceIdentifier,
                RecordedAt = now,
                After = JsonSerializer.Serialize(commendation, JsonSerializerOptions.Web),
            }
        );
        await care.SaveChangesAsync(http.RequestAborted);
        http.Response.Headers.ETag = "\"1\"";
        return Results.Created(
            $"/api/v1/commendations/{commendation.Id}",
            new Receipt(commendation.Id, commendation.Version, ["commendation_nominated"], now)
        );
    }

    private sealed record Nominate(
        string RecipientKind,
        string Title,
        string Deed,
        DateOnly NominatedOn,
        Guid OfficerId,
        string? Citation
    );

    private sealed record Receipt(Guid Id, long Version, string[] Events, DateTimeOffset RecordedAt);
}
