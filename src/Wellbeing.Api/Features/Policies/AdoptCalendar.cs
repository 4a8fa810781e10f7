using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Policies;

/// <summary>The working calendar gets another version.</summary>
internal static class AdoptCalendar
{
    /// <summary>The version and the day from which it is in force.</summary>
    internal sealed record Request(DateOnly ValidFrom, WorkingDays Content) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Policy, Request>(
        "policy_adopted",
        (context, policy, request) =>
            PolicyDecisions.Adopt(
                policy,
                new(PolicyKind.WorkingCalendar, 0, request.ValidFrom, WorkingCalendar: request.Content),
                context.Today
            )
    )
    {
        Refusals = AdoptPolicy.Refusals,
        Check = (request, errors) =>
        {
            // A day cannot be both, nor either twice.
            if (request.Content.Closed.Distinct().Count() < request.Content.Closed.Count)
                errors.Add("content.closed", "duplicate");
            if (
                request.Content.Worked.Concat(request.Content.Closed).Distinct().Count()
                < request.Content.Worked.Count + request.Content.Closed.Distinct().Count()
            )
                errors.Add("content.worked", "duplicate");
        },
        When = _ => ValidTime.Recorded,
        Example = """
            {
              "validFrom": "2030-01-01",
              "content": {
                "source": "State Council, holidays of 2030", "closed": ["2030-01-01"], "worked": ["2030-01-05"]
              }
            }
            """,
    };
}
