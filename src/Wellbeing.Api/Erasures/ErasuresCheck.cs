using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Erasures;

/// <summary>
/// Whether what was erased is gone. Unhealthy: what tombstones tell of may be back. Degraded: an erasure is not done yet, or
/// the master key has to be renewed, since it opens what lies in older backups.
/// </summary>
internal sealed class ErasuresCheck(Erasing erasing, KeyTable keys) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (!erasing.Reapplied)
            return HealthCheckResult.Unhealthy("Tombstones were not applied yet.");
        try
        {
            var due = await keys.IsRenewalDueAsync(cancellationToken);
            var data = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["waiting"] = erasing.Waiting,
                ["masterKeyRenewalDue"] = due,
            };
            return due || erasing.Waiting > 0
                ? HealthCheckResult.Degraded("An erasure waits, or the master key is to be renewed.", data: data)
                : HealthCheckResult.Healthy();
        }
        catch (SealUnavailableException)
        {
            // The check of the keys says so.
            return HealthCheckResult.Degraded("The keys database does not answer.");
        }
    }
}
