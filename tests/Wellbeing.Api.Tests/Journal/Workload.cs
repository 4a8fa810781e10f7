using Shouldly;

namespace Wellbeing.Api.Tests.Journal;

/// <summary>Whatever may happen in a bureau, by chance and over HTTP; what the rules refuse does not happen.</summary>
internal sealed class Workload(Host.Running server, int seed)
{
    private static readonly string[] Talents = ["writing", "music", "photography", "sport", "technology", "languages"];

    private readonly Random _random = new(seed);
    private readonly List<string> _units = [];
    private readonly List<Known> _officers = [];
    private readonly List<Guid> _commendations = [];
    private int _happened;

    public async Task RunAsync(int steps)
    {
        for (var i = 0; i < 4; i++)
            _units.Add(await server.UnitAsync(_units.LastOrDefault()));
        for (var i = 0; i < 6; i++)
            _officers.Add(await server.OfficerAsync(Pick(_units)));
        for (var i = 0; i < steps; i++)
            await StepAsync();
        _happened.ShouldBeGreaterThan(steps / 3, "hardly anything happened");
    }

    private Task StepAsync() =>
        _random.Next(14) switch
        {
            0 => TryAsync(
                $"officers/{Pick(_officers).Id}/transfer",
                new
                {
                    toUnit = Pick(_units),
                    reason = "rotation",
                    effectiveOn = "2024-02-01",
                }
            ),
            1 => TryAsync(
                $"officers/{Pick(_officers).Id}/promotion",
                new { rank = $"rank {_random.Next(9)}", effectiveOn = "2024-02-02" }
            ),
            2 => TryAsync(
                $"officers/{Pick(_officers).Id}/talents",
                new { category = Pick(Talents), description = "Since childhood" }
            ),
            3 => TryAsync($"officers/{Pick(_officers).Id}/preferences", new { preference = "Nearer home" }),
            4 => TryAsync(
                $"officers/{Pick(_officers).Id}/identity",
                new { name = $"Name {_random.Next()}", contact = "12345" }
            ),
            5 when _random.Next(6) == 0 => TryAsync(
                $"officers/{Pick(_officers).Id}/departure",
                new { kind = "retired", departedOn = "2024-03-01" }
            ),
            6 => TryAsync($"units/{Pick(_units)}/rename", new { name = $"Name {_random.Next(4)}" }),
            7 => TryAsync($"units/{Pick(_units)}/facilities", new { facility = "trainingCorner" }),
            8 => TryAsync($"units/{Pick(_units)}/move", new { parentCode = Pick(_units) }),
            9 => NominateAsync(Bureau.Nomination(Pick(_officers), _random.Next(3) == 0 ? "case 1" : null)),
            10 => NominateAsync(
                new
                {
                    recipientKind = "collective",
                    unitCode = Pick(_units),
                    title = "Together",
                    deed = "other",
                    nominatedOn = "2024-03-01",
                }
            ),
            11 when _commendations.Count > 0 => TryAsync(
                $"commendations/{Pick(_commendations)}/approve",
                Bureau.Approval
            ),
            12 when _commendations.Count > 0 => TryAsync(
                $"commendations/{Pick(_commendations)}/{Pick(["decline", "revoke"])}",
                new { reason = "Second thoughts" }
            ),
            13 when _commendations.Count > 0 => TryAsync(
                $"commendations/{Pick(_commendations)}/confer",
                new { conferredOn = "2024-05-04", orderNumber = "7" }
            ),
            _ => Task.CompletedTask,
        };

    private async Task NominateAsync(object body)
    {
        if (await TryAsync("commendations", body) is { } id)
            _commendations.Add(id);
    }

    private async Task<Guid?> TryAsync(string path, object body)
    {
        var reply = await server.Integrator().PostAsync(path, body);
        if ((int)reply.Status == 409)
            return null;
        ((int)reply.Status).ShouldBeInRange(200, 201, reply.Text);
        _happened++;
        return Bureau.IdOf(reply);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
