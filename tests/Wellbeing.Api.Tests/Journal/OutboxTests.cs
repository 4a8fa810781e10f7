using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Journal;
using Wellbeing.Domain;
using Wellbeing.Domain.Units;
using Wolverine;
using Xunit;

namespace Wellbeing.Api.Tests.Journal;

/// <summary>A message that only this test sends.</summary>
public sealed record UnitWasFormed(string UnitCode);

/// <summary>Hears it.</summary>
public sealed class UnitWasFormedHandler
{
    public static readonly ConcurrentDictionary<string, bool> Heard = new();

    public static void Handle(UnitWasFormed message) => Heard[message.UnitCode] = true;
}

public sealed class OutboxTests
{
    [Fact]
    public async Task when_events_are_stored_their_messages_leave_and_when_they_are_refused_they_do_not()
    {
        await using var host = await Host.StartAsync(services =>
            services.AddSingleton<IWolverineExtension>(new HandlerOfThisTest())
        );
        var journal = host.Services.GetRequiredService<EventJournal>();
        var first = Guid.CreateVersion7();

        (await journal.AppendAsync(Forming(journal, "OB-1", first), default)).Receipt.ShouldNotBeNull();
        (await journal.AppendAsync(Forming(journal, "OB-2", first), default)).Conflict.ShouldBe(Conflict.Repeated);
        (await journal.AppendAsync(Forming(journal, "OB-3", Guid.CreateVersion7()), default)).Receipt.ShouldNotBeNull();

        await Until.TrueAsync(() => Task.FromResult(UnitWasFormedHandler.Heard.Count == 2));
        UnitWasFormedHandler.Heard.Keys.ShouldBe(["OB-1", "OB-3"], ignoreOrder: true);
    }

    private static JournalEntry Forming(EventJournal journal, string code, Guid eventId) =>
        new(
            StreamKind.Unit,
            Guid.CreateVersion7(),
            0,
            null,
            [new Draft(eventId, new UnitFormed(code, code, UnitKind.Support, null), journal.Now)],
            new Author("test", null)
        )
        {
            Messages = [new UnitWasFormed(code)],
        };

    internal sealed class HandlerOfThisTest : IWolverineExtension
    {
        public void Configure(WolverineOptions options) => options.Discovery.IncludeType<UnitWasFormedHandler>();
    }
}
