using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Activities;

namespace Wellbeing.Api.Features.Activities;

/// <summary>An activity as it stands, with how many took part; who did is listed by <c>/attendances</c>.</summary>
internal sealed record ActivityAnswer(
    Guid Id,
    ActivityStatus Status,
    string UnitCode,
    ActivityKind Kind,
    string Title,
    DateTimeOffset? PlannedFor,
    DateTimeOffset? HeldAt,
    int? Minutes,
    IReadOnlyList<string> Topics,
    string? Summary,
    int Officers
)
{
    public static ActivityAnswer Of(Activity it) =>
        new(
            it.Id,
            it.Status,
            it.UnitCode,
            it.Kind,
            it.Title,
            it.PlannedFor,
            it.HeldAt,
            it.Minutes,
            it.Topics,
            it.Summary,
            it.OfficerIds.Count
        );
}

/// <summary>One activity.</summary>
internal static class GetActivity
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
                "/activities/{id:guid}",
                (HttpContext http, UnitRecords records, Guid id) =>
                    records.AnswerAsync<Activity, ActivityAnswer>(http, StreamKind.Activity, id, ActivityAnswer.Of)
            )
            .AllowRoles(UnitRecords.Readers)
            .Describe(
                new Operation(Does.ReadOne, "getActivity", "An activity as it stands")
                {
                    Answer = typeof(ActivityAnswer),
                }
            );
}
