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
