using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Wellbeing.Api.Seal;

/// <summary>
/// Whether texts can be sealed and opened. Unhealthy: none can. Degraded: those of some subject cannot; who that is stands
/// in the log, since anybody may ask for this.
/// </summary>
internal sealed class KeysCheck(KeyStore keys, Secrets secrets, SealAlarms alarms) : IHealthCheck
{
    private const int AskedAgain = 100;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await keys.VerifyMasterKeyAsync(cancellationToken);
            await secrets.LoadAsync(cancellationToken);
            await AskAgainAsync(cancellationToken);
        }
        catch (WrongMasterKeyException e)
        {
            return HealthCheckResult.Unhealthy("The master key is not that of the stored keys.", e);
        }
        catch (SealUnavailableException e)
        {
            return HealthCheckResult.Unhealthy("The keys database does not answer, or its root secret is damaged.", e);
        }
        return (alarms.AnyKey, alarms.AnyText) switch
        {
            (true, true) => HealthCheckResult.Degraded("A subject's key is missing; a sealed text does not open."),
            (true, false) => HealthCheckResult.Degraded("A subject's key is missing."),
            (false, true) => HealthCheckResult.Degraded("A sealed text does not open."),
            _ => HealthCheckResult.Healthy(),
        };
    }

    /// <summary>A key that was put back ends its alarm, whether or not anybody reads the subject's texts.</summary>
    private async Task AskAgainAsync(CancellationToken cancellation)
    {
        if (!alarms.AnyKey)
            return;
        try
        {
            await keys.LookUpAsync(alarms.WithoutKey(AskedAgain), cancellation);
        }
        catch (KeyDamagedException)
        {
            // It stays among the alarms.
        }
    }
}
