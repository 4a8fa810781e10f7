using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Hostile;

public sealed class HostileTests
{
    private static readonly double Seconds = Setting("WELLBEING_HOSTILE_SECONDS") ?? (ulong)Repeated.Times(30, 60);
    private static readonly ulong Seed =
        Setting("WELLBEING_HOSTILE_SEED") ?? (ulong)Random.Shared.NextInt64(1, 1_000_000_000);

    private static ulong? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : null;

    [Fact]
    public async Task whatever_is_sent_every_answer_is_one_that_the_document_declares()
    {
        using var log = new Written { Least = LogLevel.Error };
        await using var server = await Host.StartAsync(services =>
            services
                .AddLogging(logging => logging.ClearProviders().AddProvider(log))
                .PostConfigure<LoggerFilterOptions>(filter => filter.Rules.Clear())
        );
        var contract = await Contract.LoadAsync(server.Address);
        using var attack = new Attack(server, contract, Seed, () => log.Text);

        await attack.RunAsync(TimeSpan.FromSeconds(Seconds), TestContext.Current.CancellationToken);

        await Console.Out.WriteLineAsync(attack.Summary());
        attack.Failures.Count.ShouldBe(0, string.Join("\n\n", attack.Failures));
        log.Text.ShouldBeEmpty();
        (await server.Anonymous.GetAsync("/livez")).Done();
        (await attack.LedgerFaultsAsync()).ShouldBeEmpty();
        attack.Asked.ShouldBe(contract.Endpoints.Count);
        attack.AcceptedShare.ShouldBeGreaterThan(0.05);
    }
}
