using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>A sample with units above and below its subject's, and somebody who has nothing to do with it.</summary>
internal sealed record Stage(Sample Sample, Known Stranger, string? UnitAbove, string? UnitBelow)
{
    /// <summary>Puts a sample on record, and those of the units around it that the relations need.</summary>
    public static async Task<Stage> SetAsync(
        Host.Running server,
        Func<Host.Running, Task<Sample>> sampleAsync,
        Known stranger,
        params Relation[] relations
    )
    {
        var sample = await sampleAsync(server);
        var (above, below) = ((string?)null, (string?)null);
        if (sample.Unit is { } unit && relations.Contains(Relation.Below))
        {
            above = await server.UnitAsync();
            var under = new { parentCode = above, occurredAt = Long.Ago };
            (await server.Administrator().PostAsync($"units/{unit}/move", under)).Done();
        }
        if (sample.Unit is { } parent && relations.Contains(Relation.Above))
        {
            below = await server.UnitAsync(parent);
            // Closed, or the subject's unit could not be closed for this one's sake.
            (await server.Administrator().PostAsync($"units/{below}/close", new { occurredAt = Long.Ago })).Done();
        }
        return new(sample, stranger, above, below);
    }

    /// <summary>
    /// Somebody with this relation to the subject, and nobody else: whoever reads several files at once would be told to wait.
    /// All that is not the relation is the stranger's.
    /// </summary>
    public Claims Who(Role role, Relation relation)
    {
        var sub = $"matrix-{Caller.NameOf(role)}-{relation}";
        return relation switch
        {
            Relation.Own => new(
                role == Role.Integrator ? $"development-{Caller.NameOf(role)}" : sub,
                Stranger.Unit,
                Sample.Badge ?? Stranger.Badge
            ),
            Relation.Unit => new(sub, Sample.Unit ?? Stranger.Unit, Stranger.Badge),
            Relation.Below => new(sub, UnitAbove ?? Stranger.Unit, Stranger.Badge),
            Relation.Above => new(sub, UnitBelow ?? Stranger.Unit, Stranger.Badge),
            _ => new(sub, Stranger.Unit, Stranger.Badge),
        };
    }
}
