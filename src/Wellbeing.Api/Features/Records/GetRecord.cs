using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Records;

/// <summary>A care record as it stands, with what it came from and what it led to.</summary>
internal static class GetRecord
{
    /// <summary>Who may read facts of care, as far as they are within reach.</summary>
    public static readonly Role[] Readers = [.. Histories.GetHistory.Readers, Role.Integrator];

    public static void Map(IEndpointRouteBuilder api)
    {
        Map<Talk>(api, "/talks/{id:guid}", StreamKind.Talk, "getTalk", "A talk as it stands");
        Map<Warning>(api, "/warnings/{id:guid}", StreamKind.Warning, "getWarning", "A warning as it stands");
        Map<Intervention>(
            api,
            "/interventions/{id:guid}",
            StreamKind.Intervention,
            "getIntervention",
            "An intervention as it stands"
        );
        Map<Assessment>(
            api,
            "/assessments/{id:guid}",
            StreamKind.Assessment,
            "getAssessment",
            "A test as it stands; supervisors see the band alone"
        );
        Map<Leave>(api, "/leaves/{id:guid}", StreamKind.Leave, "getLeave", "A leave as it stands");
        Map<Banquet>(api, "/banquets/{id:guid}", StreamKind.Banquet, "getBanquet", "A banquet report as it stands");
        Map<Suggestion>(
            api,
            "/suggestions/{id:guid}",
            StreamKind.Suggestion,
            "getSuggestion",
            "A suggestion as it stands"
        );
        Map<IssuedPiece>(
            api,
            "/equipment/{id:guid}",
            StreamKind.Equipment,
            "getEquipment",
            "A piece of equipment as it stands"
        );
    }

    private static void Map<TState>(
        IEndpointRouteBuilder api,
        string path,
        StreamKind kind,
        string name,
        string summary
    ) =>
        api.MapGet(path, (HttpContext http, CareRecords records, Guid id) => HandleAsync(http, records, kind, id))
            .AllowRoles(Readers)
            .Describe(new Operation(Does.ReadOne, name, summary) { Answer = typeof(Linked<TState>) });

    private static async Task<IResult> HandleAsync(HttpContext http, CareRecords records, StreamKind kind, Guid id)
    {
        var links = new Links([], []);
        var found = await records.FindAsync(
            http,
            kind,
            id,
            (
                Links.Of(id, Caller.Of(http).Sub),
                async (reader, record) => links = await Links.ReadAsync(reader, record.AsPoster, http.RequestAborted)
            )
        );
        if (found is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        var also = JsonSerializer.SerializeToUtf8Bytes(links, CareJson.Options);
        // The links are other streams': the revision tells what became of those.
        var revision = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(also));
        var state = BandAlone.Sees(AccessScopes.As(http), found.Own) ? BandAlone.Of(kind, found.State) : found.State;
        // What only some are shown has a tag of its own.
        if (state.Length < found.State.Length)
            revision = ~revision;
        return Etags.NotModified(http, Etags.Of(found.Version, revision))
            ?? Results.Bytes((byte[])[.. state[..^1], .. ",\"links\":"u8, .. also, .. "}"u8], "application/json");
    }
}
