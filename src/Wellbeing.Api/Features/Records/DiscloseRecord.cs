using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Observability;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Records;

/// <summary>An opened text.</summary>
/// <param name="Version">Place of its event in the stream.</param>
/// <param name="Type">Type of its event.</param>
/// <param name="Field">The field that holds it.</param>
/// <param name="Text">What it says.</param>
/// <param name="Actor">Opaque id of who wrote it.</param>
/// <param name="OccurredAt">When.</param>
internal sealed record OpenedText(
    long Version,
    string Type,
    string Field,
    string Text,
    string Actor,
    DateTimeOffset OccurredAt
);

/// <summary>What a disclosure answers.</summary>
/// <param name="Id">The access under which it is on record.</param>
/// <param name="RecordedAt">When it was put on record, which is before the texts were sent.</param>
/// <param name="Texts">The texts, in the order in which they were written.</param>
/// <param name="Withheld">How many texts are not for the role in which they were asked for.</param>
internal sealed record Disclosure(Guid Id, DateTimeOffset RecordedAt, IReadOnlyList<OpenedText> Texts, int Withheld);

/// <summary>Opens the sealed texts of a record for a stated purpose. That is on record before a byte of them is sent.</summary>
internal sealed class DiscloseRecord(
    CareRecords records,
    NpgsqlDataSource database,
    EventJournal journal,
    KeyStore keys
)
{
    /// <summary>What for, sealed itself; and which field, all without it.</summary>
    internal sealed record Request(string Purpose, string? Field = null);

    private static readonly EventType Event = Catalogue.Named("record_disclosed")!;

    // How a test came to its band is not for supervisors.
    private static readonly Role[] Openers = [Role.Auditor, Role.PoliticalOfficer, Role.Counsellor, Role.Officer];

    public static void Map(IEndpointRouteBuilder api)
    {
        Map(
            api,
            "/officers/{id:guid}/disclosures",
            StreamKind.Officer,
            "discloseOfficer",
            "Opens the sealed texts of an officer's career"
        );
        Map(api, "/talks/{id:guid}/disclosures", StreamKind.Talk, "discloseTalk", "Opens a talk's sealed texts");
        Map(
            api,
            "/warnings/{id:guid}/disclosures",
            StreamKind.Warning,
            "discloseWarning",
            "Opens a warning's sealed texts"
        );
        Map(
            api,
            "/interventions/{id:guid}/disclosures",
            StreamKind.Intervention,
            "discloseIntervention",
            "Opens an intervention's sealed texts"
        );
        Map(
            api,
            "/assessments/{id:guid}/disclosures",
            StreamKind.Assessment,
            "discloseAssessment",
            "Opens a test's answers and sealed texts"
        );
        Map(api, "/leaves/{id:guid}/disclosures", StreamKind.Leave, "discloseLeave", "Opens a leave's sealed texts");
        Map(
            api,
            "/banquets/{id:guid}/disclosures",
            StreamKind.Banquet,
            "discloseBanquet",
            "Opens a banquet report's sealed texts"
        );
        Map(
            api,
            "/suggestions/{id:guid}/disclosures",
            StreamKind.Suggestion,
            "discloseSuggestion",
            "Opens a suggestion's sealed texts"
        );
        Map(
            api,
            "/equipment/{id:guid}/disclosures",
            StreamKind.Equipment,
            "discloseEquipment",
            "Opens the sealed texts of a piece of equipment"
        );
    }

    private static void Map(IEndpointRouteBuilder api, string path, StreamKind kind, string name, string summary) =>
        api.MapPost(path, (HttpContext http, DiscloseRecord disclose, Guid id) => disclose.RunAsync(http, kind, id))
            .AllowRoles([.. Openers.Where(x => kind != StreamKind.Assessment || x != Role.PoliticalOfficer)])
            .Describe(
                new Operation(Does.Post, name, summary)
                {
                    Requests = [typeof(Request)],
                    Examples = ["""{ "purpose": "Preparing the next talk." }"""],
                    Answer = typeof(Disclosure),
                    Conflicts = ["text-erased"],
                }
            );

    private async Task<IResult> RunAsync(HttpContext http, StreamKind kind, Guid id)
    {
        var stop = http.RequestAborted;
        var body = await Body.ReadAsync(http, stop);
        if (body.Refusal is { } refused)
            return refused;
        if (await records.FindAsync(http, kind, id) is not { } record)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var bound = Body.Bind<Request>(body.Utf8);
        bound.Errors.Add(Query.None(http));
        var fields = SealedTexts.FieldsOf(kind);
        if (bound.Value?.Field is { } field && !fields.Contains(field, StringComparer.Ordinal))
            bound.Errors.Add("field", "choice", ("allowed", fields));
        if (!bound.Ok || bound.Errors.Any)
            return Problems.BadInput(http, bound.Errors);

        // Before the key is asked for, which this node may still remember.
        if (record.Restriction.Erased)
            return Problems.Of(http, StatusCodes.Status409Conflict, "text-erased");
        var caller = AccessScopes.As(http);
        var all = await SealedTexts.ReadAsync(database, id, record.Version, bound.Value.Field, stop);
        var state = kind.Record().Read(record.State);
        var texts = all.Where(x => MayRead(record.Own, state, x.Role) && Concerns(record.Own, caller, x)).ToList();
        try
        {
            var key = await keys.GetAsync(record.OfficerId, stop);
            // A text that does not open is no disclosure: it fails before anything is on record.
            var opened = texts.ConvertAll(x => Opened(x, key, id));
            var receipt = await RecordAsync(kind, id, record, texts, caller, key, bound.Value.Purpose, stop);
            Counters.Disclosed(kind);
            return Results.Bytes(
                JsonSerializer.SerializeToUtf8Bytes(
                    new Disclosure(receipt.Id, receipt.RecordedAt, opened, all.Count - texts.Count),
                    CareJson.Options
                ),
                "application/json"
            );
        }
        catch (SubjectErasedException)
        {
            return Problems.Of(http, StatusCodes.Status409Conflict, "text-erased");
        }
    }

    /// <summary>An officer reads the own record but for a counsellor's notes, whatever other roles the token holds; others read all.</summary>
    /// <param name="own">Whether the reader is the officer.</param>
    /// <param name="state">The record's state.</param>
    /// <param name="role">The role in which the text was written, where that is on record.</param>
    public static bool MayRead(bool own, object state, string? role)
    {
        if (!own)
            return true;
        var counselling = state switch
        {
            Intervention intervention => InterventionDecisions.IsCounselling(intervention.Kind),
            Talk talk => talk.Kind == TalkKind.Counselling,
            _ => false,
        };
        return !counselling && role != Caller.NameOf(Role.Counsellor);
    }

    private static bool Concerns(bool own, Caller caller, StoredText text) =>
        own || caller.Roles.Contains(Role.Auditor) || !SealedTexts.OfSafeguards.Contains(text.Type);

    private static OpenedText Opened(StoredText text, SubjectKey key, Guid stream) =>
        new(
            text.Version,
            text.Type,
            text.Field,
            text.Open(key, stream),
            text.Actor,
            Domain.Histories.Instants.Parse(text.OccurredAt)
        );

    private async Task<Receipt> RecordAsync(
        StreamKind kind,
        Guid stream,
        CareRecord record,
        List<StoredText> texts,
        Caller caller,
        SubjectKey key,
        string purpose,
        CancellationToken stop
    )
    {
        var entry = Entry(
            journal.Now,
            caller,
            key,
            new Disclosed(record.UnitNow, kind, stream, record.Version, [.. texts.Select(x => x.Field)]),
            purpose
        );
        var appended = await journal.AppendAsync(entry, stop);
        return appended.Receipt ?? throw new InvalidOperationException("A new stream met one that is there.");
    }

    /// <summary>A disclosure as the journal takes it.</summary>
    public static JournalEntry Entry(DateTimeOffset now, Caller caller, SubjectKey key, Disclosed texts, string purpose)
    {
        var (access, id) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        var role = Caller.ActingAs(caller.Roles);
        var disclosed = new RecordDisclosed(
            key.SubjectId,
            texts.UnitCode,
            texts.Stream,
            texts.StreamId,
            texts.Version,
            [.. texts.Fields.Distinct()],
            texts.Fields.Count,
            role,
            Sealer.Seal(key, new SealContext(key.SubjectId, access, id, Event.Name, "purpose"), purpose)
        );
        return new JournalEntry(
            StreamKind.Access,
            access,
            0,
            null,
            [new NewEvent(id, disclosed, now)],
            new Author(caller.Sub.Id, Activity.Current?.TraceId.ToHexString(), Role: role)
        );
    }

    /// <summary>What was opened of a record.</summary>
    /// <param name="UnitCode">The officer's unit now.</param>
    /// <param name="Stream">The record's kind.</param>
    /// <param name="StreamId">The record.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="Fields">The field of each text.</param>
    internal sealed record Disclosed(
        string UnitCode,
        StreamKind Stream,
        Guid StreamId,
        long Version,
        IReadOnlyList<string> Fields
    );
}
