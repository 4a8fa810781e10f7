using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Observability;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Features.Dossiers;

/// <summary>Hands out an officer's record as a bundle that is verified off line. The export is on record before it is sent.</summary>
internal sealed class ExportDossier(
    NpgsqlDataSource database,
    AccessScopes scopes,
    DossierReader dossiers,
    EventJournal journal,
    KeyStore keys,
    BureauCalendar calendar
)
{
    /// <summary>What for; sealed itself.</summary>
    internal sealed record Request(string Purpose);

    private static readonly EventType Event = Catalogue.Named("record_exported")!;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/officers/{id:guid}/dossier",
                (HttpContext http, ExportDossier export, Guid id) => export.RunAsync(http, id)
            )
            .WithMetadata(new CountsAs(RequestKind.Records))
            .AllowRoles(Role.Auditor)
            .Describe(
                new Operation(Does.Post, "exportDossier", "Exports an officer's record, to be verified off line")
                {
                    Requests = [typeof(Request)],
                    Examples = ["""{ "purpose": "Inspection of the third quarter." }"""],
                    Answer = typeof(Stream),
                    Types = ["application/zip"],
                    Conflicts = ["text-erased", "dossier-too-large"],
                }
            );

    private async Task<IResult> RunAsync(HttpContext http, Guid id)
    {
        var stop = http.RequestAborted;
        var body = await Body.ReadAsync(http, stop);
        if (body.Refusal is { } refused)
            return refused;
        if (await IsOwnAsync(http, id) is not { } own)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var bound = Body.Bind<Request>(body.Utf8);
        bound.Errors.Add(Query.None(http));
        if (!bound.Ok || bound.Errors.Any)
            return Problems.BadInput(http, bound.Errors);
        try
        {
            var key = await keys.GetAsync(id, stop);
            if (await dossiers.ReadAsync(id, stop) is not { } contents)
                return Problems.Of(http, StatusCodes.Status503ServiceUnavailable, "unavailable");
            var now = journal.Now;
            var opened = await DossierTexts.OpenAsync(contents, own, key, keys, stop);
            var files = FilesOf(contents, opened, id, now);
            var manifest = files.Manifest();
            var exported = await RecordAsync(
                AccessScopes.As(http),
                contents,
                opened,
                key,
                manifest,
                bound.Value.Purpose
            );
            http.Response.Headers.ContentDisposition =
                $"attachment; filename=\"dossier-{id}-{now:yyyyMMddHHmmss}.zip\"";
            return Results.Stream(
                to => files.SendAsync(to, manifest, () => dossiers.ProveAsync(exported, stop), stop),
                "application/zip"
            );
        }
        catch (SubjectErasedException)
        {
            return Problems.Of(http, StatusCodes.Status409Conflict, "text-erased");
        }
        catch (DossierTooLargeException)
        {
            return Problems.Of(http, StatusCodes.Status409Conflict, "dossier-too-large");
        }
    }

    /// <summary>Whether the caller is the officer, in whatever role: nobody reads a counsellor's notes of oneself.</summary>
    private async Task<bool?> IsOwnAsync(HttpContext http, Guid officer)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(scopes.FindOfficer(Caller.Of(http), officer));
        await using var reader = await batch.ExecuteReaderAsync(http.RequestAborted);
        return await reader.ReadAsync(http.RequestAborted) ? reader.GetBoolean(1) : null;
    }

    private DossierFiles FilesOf(DossierContents contents, DossierTexts opened, Guid officer, DateTimeOffset now)
    {
        var files = new DossierFiles(officer, now);
        files.Add(
            "README.txt",
            $"{Wording.Chinese.Text("dossier.readme")}\n\n\n{Wording.English.Text("dossier.readme")}\n"
        );
        files.Add("events.json", contents.Proved);
        files.Add("checkpoint.txt", contents.Tree.Note);
        files.AddJson("successions.json", contents.Successions);
        files.AddJson("accesses.json", contents.Accesses);
        files.AddJson("texts.json", opened.Keys);
        foreach (var (kind, policy) in contents.Policies)
            files.Add($"policies/{kind}.json", policy);
        var history = new DossierHistory(officer, contents.Officer, contents.Events, calendar);
        files.Add("history.json", history.Json());
        foreach (var wording in (ReadOnlySpan<Wording>)[Wording.Chinese, Wording.English])
            files.Add($"history.{wording.Language}.html", history.Html(wording, now));
        return files;
    }

    /// <summary>Stores the export, and with it the disclosure of each record's texts; answers the export's event.</summary>
    private async Task<Guid> RecordAsync(
        Caller caller,
        DossierContents contents,
        DossierTexts opened,
        SubjectKey key,
        byte[] manifest,
        string purpose
    )
    {
        var batch = journal.Open();
        var now = journal.Now;
        var (access, id) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        var role = Caller.ActingAs(caller.Roles);
        var exported = new RecordExported(
            key.SubjectId,
            contents.Officer.UnitCode,
            Convert.ToHexStringLower(SHA256.HashData(manifest)),
            [
                .. contents.Streams.Select(x => new ExportedStream(
                    x.First().Type.Stream,
                    x.Key,
                    x.Last().Stored.Version
                )),
            ],
            role,
            Sealer.Seal(key, new SealContext(key.SubjectId, access, id, Event.Name, "purpose"), purpose)
        );
        batch.Add(
            new JournalEntry(
                StreamKind.Access,
                access,
                0,
                null,
                [new NewEvent(id, exported, now)],
                new Author(caller.Sub.Id, Activity.Current?.TraceId.ToHexString(), Role: role)
            )
        );
        foreach (var disclosed in opened.Disclosed)
            batch.Add(DiscloseRecord.Entry(now, caller, key, disclosed, purpose));
        // Whoever stops waiting by now has asked for it all the same.
        if (await journal.CommitAsync(batch, CancellationToken.None) is { } conflict)
            throw new InvalidOperationException($"New streams met {conflict}.");
        foreach (var disclosed in opened.Disclosed)
            Counters.Disclosed(disclosed.Stream);
        return id;
    }
}
