using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features;

/// <summary>All that an act may look at when it decides; loaded before, so that the decision itself waits for nothing.</summary>
internal sealed record Scene(Guid StreamId, Guid EventId, EventType Event, DateTimeOffset OccurredAt, DateOnly Day)
{
    /// <summary>The stream's state, or null where the act starts the stream.</summary>
    public object? State { get; init; }

    public PolicyMode Mode { get; init; }

    public CommendationPolicies Policies { get; init; } = CommendationPolicies.Shipped;

    /// <summary>The officer that the request names.</summary>
    public Officer? Officer { get; init; }

    /// <summary>The unit that the request names.</summary>
    public Unit? Unit { get; init; }

    public IReadOnlyList<Guid> Serving { get; init; } = [];

    public IReadOnlyList<string> Above { get; init; } = [];

    public bool Empty { get; init; }

    public bool DeedRewarded { get; init; }

    /// <summary>Salt for an identity that the act stores.</summary>
    public byte[] Salt { get; init; } = [];

    /// <summary>The identity as it is stored now.</summary>
    public Journal.IdentityRow? Identity { get; init; }

    /// <summary>Key of the officer or unit that the text is about.</summary>
    public SubjectKey? Key { get; init; }

    public T Of<T>() => (T)State!;

    /// <summary>Seals a text for the event that the act is about to make; nothing stays nothing.</summary>
    public SealedText? Seal(string field, string? text) =>
        text is null
            ? null
            : Sealer.Seal(Key!, new SealContext(Key!.SubjectId, StreamId, EventId, Event.Name, field), text);
}
