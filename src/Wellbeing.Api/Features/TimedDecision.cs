using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features;

/// <summary>
/// Takes the decision of a use case as of the event's own time, and asks what every use case is asked: whether those whom it
/// names were there on that day. HTTP and the import decide by it.
/// </summary>
internal static class TimedDecision
{
    /// <summary>The decision.</summary>
    /// <param name="call">The request.</param>
    /// <param name="context">What its decision may see.</param>
    /// <param name="current">The record as it stands; null where it is about to be started.</param>
    /// <param name="then">The record at the event's time, where later events are on record.</param>
    /// <param name="about">The officer whom the record is about, or null.</param>
    public static Decision Of(
        UseCaseCall call,
        DecisionContext context,
        IRecordState? current,
        RecordThen? then,
        Officer? about
    )
    {
        if (Closed(call, context.Day) is { } closed)
            return closed;
        var made = call.Decide(context, current);
        var before = then?.State is { } earlier ? call.Decide(context, earlier) : made;
        var fact = (made.Refusal is null ? made : before).Events is [var first, ..] ? first : null;
        var breaches = fact is null ? [] : Breaches(call, context, current, about, fact);
        if (breaches.Count > 0 && context.Mode == PolicyMode.Refuse)
            return Decision.Refuse(breaches[0].Code);
        var decided = then is null ? made : AsOf(call.UseCase, then, before, made, context.Mode);
        return context.Mode == PolicyMode.Record
            ? decided.With([.. breaches, .. BeforeFormed(call, context.Day)], context.Mode)
            : decided;
    }

    // What fitted then is taken, unless what happened later would no longer fit: it is decided upon both.
    private static Decision AsOf(UseCase useCase, RecordThen then, Decision before, Decision made, PolicyMode mode) =>
        then.State is null
            ? made.Refusal is null
                ? Decision.Refuse("out-of-order")
                : made
            : before.Refusal is { } unfit
                ? mode == PolicyMode.Record && made.Refusal is null
                    // The decision may have named the breach by a code of its own.
                    ? made.With(
                        made.Events[0].Findings is null ? [new Finding(unfit.Code, Presence.RecordKeeping)] : [],
                        mode
                    )
                    : before
                : made.Refusal is not null && useCase.Additive
                    ? before
                    : made.Refusal is not null
                        ? Decision.Refuse(new Refusal("conflicts-with-later", Facts: then.Later))
                        : made;

    private static IReadOnlyList<Finding> Breaches(
        UseCaseCall call,
        DecisionContext context,
        IRecordState? record,
        Officer? about,
        ICareEvent made
    )
    {
        if (about is not null)
        {
            var stated = call.Query.FoundOfficer is null ? null : call.Query.UnitCode;
            return Presence.Breaches(about, stated, context.Day, made, record);
        }
        return call.Query.Listed.Select(x =>
                    x.Officer is null ? [] : Presence.Breaches(x.Officer, null, context.Day, made, record)
                )
                .FirstOrDefault(x => x.Count > 0)
            ?? [];
    }

    private static Decision? Closed(UseCaseCall call, DateOnly day) =>
        call.Query is { FoundUnit: { } unit, FoundOfficer: null }
        && !call.UseCase.OfClosedUnits
        && Presence.Refused(unit, day) is { } refusal
            ? Decision.Refuse(refusal)
            : null;

    private static IReadOnlyList<Finding> BeforeFormed(UseCaseCall call, DateOnly day) =>
        call.Query.FoundUnit is { } unit ? Presence.BeforeFormed(unit, day) : [];
}
