using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;

namespace Wellbeing.Api.Tests;

/// <summary>What officers ask for, report and are given, as tests put it on record; all of it at <see cref="Bureau.Held" />.</summary>
internal static class Requested
{
    public static object Leave(Known officer, string kind = "family") =>
        new
        {
            officerId = officer.Id,
            kind,
            from = "2024-03-11",
            to = "2024-03-15",
            reason = "The mother is in hospital.",
        };

    public static Task<Guid> LeaveAsync(this Host.Running server, Known officer) =>
        server.PutAsync("leaves", Leave(officer));

    public static Task<Guid> ApprovedLeaveAsync(this Host.Running server, Known officer) =>
        server.DecidedAsync("leaves", server.LeaveAsync(officer), officer, "approve", new { });

    public static async Task<Guid> StartedLeaveAsync(this Host.Running server, Known officer)
    {
        var id = await server.ApprovedLeaveAsync(officer);
        (await server.Integrator().PostAsync($"leaves/{id}/start", new { startedOn = "2024-03-11" })).Done();
        return id;
    }

    public static object Banquet(Known officer, string heldOn = "2024-03-23") =>
        new
        {
            officerId = officer.Id,
            occasion = "wedding",
            heldOn,
            guests = 60,
            venue = "Riverside inn",
            note = "The elder son.",
        };

    public static Task<Guid> BanquetAsync(this Host.Running server, Known officer, string heldOn = "2024-03-23") =>
        server.PutAsync("banquets", Banquet(officer, heldOn));

    public static object Suggestion(Known officer, string kind = "reliefMeasure") =>
        new
        {
            officerId = officer.Id,
            kind,
            title = "One form for both registers",
            text = "We write the same twice.",
        };

    public static Task<Guid> SuggestionAsync(this Host.Running server, Known officer, string kind = "reliefMeasure") =>
        server.PutAsync("suggestions", Suggestion(officer, kind));

    public static Task<Guid> AdoptedAsync(this Host.Running server, Known officer, string kind = "reliefMeasure") =>
        server.DecidedAsync(
            "suggestions",
            server.SuggestionAsync(officer, kind),
            officer,
            "adopt",
            new { owner = "po-7" }
        );

    public static object Piece(
        Known officer,
        string item = "bodyCamera",
        string issuedOn = "2024-03-05",
        string? serial = null
    ) =>
        new
        {
            officerId = officer.Id,
            item,
            serial = serial ?? Bureau.Name("DSJ-"),
            issuedOn,
        };

    public static async Task<Guid> PieceAsync(
        this Host.Running server,
        Known officer,
        string item = "bodyCamera",
        string issuedOn = "2024-03-05"
    ) => Bureau.IdOf((await server.Integrator().PostAsync("equipment", Piece(officer, item, issuedOn))).Made());

    /// <summary>All that the standard list in force since 2016 asks for; answers the piece of each item.</summary>
    public static async Task<Dictionary<string, Guid>> EquippedAsync(
        this Host.Running server,
        Known officer,
        string issuedOn = "2024-03-05"
    )
    {
        var pieces = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var item in Standard)
            pieces[item] = await server.PieceAsync(officer, item, issuedOn);
        return pieces;
    }

    /// <summary>The items of that list, in their order.</summary>
    public static IReadOnlyList<string> Standard { get; } =
    [
        "baton",
        "handcuffs",
        "irritantSpray",
        "torch",
        "dutyKnife",
        "waterBottle",
        "firstAidKit",
        "dutyBelt",
        "cutResistantGloves",
        "bodyCamera",
    ];

    /// <summary>The officer's commander decides on what was put on record.</summary>
    private static async Task<Guid> DecidedAsync(
        this Host.Running server,
        string path,
        Task<Guid> made,
        Known officer,
        string step,
        object body
    )
    {
        var id = await made;
        var commander = server.As(Role.Commander, officer.Unit);
        (await commander.PostAsync($"{path}/{id}/{step}", body.And("occurredAt", Bureau.Held))).Done();
        return id;
    }
}
