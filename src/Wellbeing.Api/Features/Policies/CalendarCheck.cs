using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Policies;

/// <summary>
/// Whether the working days of this year are known and, from November on, those of the next one: the State Council tells them
/// about then, and without them nobody can be told how long an award was public.
/// </summary>
internal sealed class CalendarCheck(PoliciesInForce policies, BureauCalendar calendar, TimeProvider clock)
    : IHealthCheck
{
    private const int November = 11;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var book = await policies.GetAsync(cancellationToken);
        var today = calendar.DayOf(clock.GetUtcNow());
        DateOnly[] asked =
            today.Month < November || today.Year == DateOnly.MaxValue.Year
                ? [today]
                : [today, new(today.Year + 1, 1, 1)];
        var missing = asked.Where(x => !book.AwardsOn(x).Calendar.Knows(x.Year)).Select(x => x.Year).ToList();
        return missing.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                "The working days of a year are not known.",
                data: new Dictionary<string, object>(StringComparer.Ordinal) { ["missingYear"] = missing[0] }
            );
    }
}
