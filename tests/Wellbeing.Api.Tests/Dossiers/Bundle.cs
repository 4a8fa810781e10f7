using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Tests.Ledger;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;

namespace Wellbeing.Api.Tests.Dossiers;

/// <summary>A dossier as it was received, file by file.</summary>
internal sealed record Bundle(IReadOnlyDictionary<string, byte[]> Files)
{
    public const string Purpose = "Inspection of the third quarter.";

    public string Text(string name) => Encoding.UTF8.GetString(Files[name]);

    public JsonElement Json(string name) => JsonElement.Parse(Files[name]);

    public Bundle With(string name, byte[] content) => new(new Dictionary<string, byte[]>(Files) { [name] = content });

    public Bundle With(string name, string content) => With(name, Encoding.UTF8.GetBytes(content));

    public Bundle Without(string name) => new(Files.Where(x => x.Key != name).ToDictionary());

    public void Save(string path)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in Files)
        {
            using var into = zip.CreateEntry(name).Open();
            into.Write(content);
        }
    }

    public static async Task<Bundle> OfAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        using var zip = new ZipArchive(body, ZipArchiveMode.Read);
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            await using var from = await entry.OpenAsync();
            await from.CopyToAsync(content);
            files.Add(entry.FullName, content.ToArray());
        }
        return new Bundle(files);
    }

    /// <summary>Exports an officer's dossier.</summary>
    public static async Task<Bundle> ExportAsync(Host.Running server, Known officer, Client? auditor = null)
    {
        using var response = await (auditor ?? server.Auditor()).OpenAsync(
            $"officers/{officer.Id}/dossier",
            Site.Json(Client.TextOf(new { purpose = Purpose })),
            default
        );
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode}");
        return await OfAsync(response);
    }

    /// <summary>An officer of whom every kind of record is there.</summary>
    public static async Task<Known> OfficerAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        await server.DismissedAsync(officer);
        await server.AbandonedAsync(officer);
        await server.ApprovedAsync(officer);
        var collective = new
        {
            recipientKind = "collective",
            unitCode = officer.Unit,
            title = "集体嘉奖",
            deed = "majorEvent",
            citation = "The whole unit.",
            nominatedOn = "2024-05-01",
        };
        (await server.Integrator().PostAsync("commendations", collective)).Made();
        await server.AttendedAsync(officer, await server.OfficerAsync(officer.Unit));
        await server.AttendedAsync(await server.OfficerAsync(officer.Unit));
        await server.OverrideAsync(officer);
        var talk = await server.TalkAsync(officer);
        (await server.Auditor().PostAsync($"talks/{talk}/disclosures", Telling.Purpose)).Done();
        (await server.Auditor().GetAsync($"officers/{officer.Id}/history")).Done();
        return officer;
    }

    public static string LogKey(Host.Running server) => server.LogKey().Verifier.ToString();
}
