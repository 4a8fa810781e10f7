namespace Wellbeing.Domain;

/// <summary>A fact of an event stream, as stored. It names the officers and the unit that it concerned at that time.</summary>
public interface ICareEvent
{
    /// <summary>The officer concerned, or null where it concerns a unit or several officers.</summary>
    Guid? OfficerId { get; }

    /// <summary>Code of the unit that it concerned at that time.</summary>
    string? UnitCode { get; }

    /// <summary>Breaches of policy that an import put on record with it; null for none.</summary>
    IReadOnlyList<Finding>? Findings { get; }
}

/// <summary>What every fact may carry beside its own content.</summary>
public abstract record CareEvent
{
    /// <summary>Breaches that an import put on record with it.</summary>
    public IReadOnlyList<Finding>? Findings { get; init; }
}

/// <summary>The kinds of event streams.</summary>
public enum StreamKind
{
    /// <summary>A unit of the bureau.</summary>
    Unit,

    /// <summary>An officer's career.</summary>
    Officer,

    /// <summary>A commendation, from its nomination on.</summary>
    Commendation,

    /// <summary>A talk with an officer (谈心谈话).</summary>
    Talk,

    /// <summary>A warning about an officer (分类预警).</summary>
    Warning,

    /// <summary>What is done for an officer (疏导、干预、帮扶).</summary>
    Intervention,

    /// <summary>What a unit does for its officers together (活动).</summary>
    Activity,

    /// <summary>A unit's register of a month's talks (谈话登记).</summary>
    Register,

    /// <summary>A unit's review of a quarter (思想状况分析).</summary>
    Review,

    /// <summary>Somebody's access to an officer's record.</summary>
    Access,

    /// <summary>A policy of the bureau, version by version.</summary>
    Policy,

    /// <summary>A psychological test of an officer (心理测试).</summary>
    Assessment,

    /// <summary>An officer's leave (请销假).</summary>
    Leave,

    /// <summary>An officer's banquet report (宴请报备).</summary>
    Banquet,

    /// <summary>An officer's suggestion (金点子).</summary>
    Suggestion,

    /// <summary>A piece of an officer's equipment (单警装备).</summary>
    Equipment,
}

/// <summary>An event with what the journal knows of it.</summary>
/// <param name="Id">The event's own id: v7, or v8 (HMAC) where it was posted under a key.</param>
/// <param name="StreamId">The stream's id.</param>
/// <param name="Stream">The stream's kind.</param>
/// <param name="Version">1 for the first event of a stream, without holes.</param>
/// <param name="OccurredAt">When it happened, as the caller says; whole microseconds, UTC.</param>
/// <param name="RecordedAt">When it was stored, as the server says; whole microseconds, UTC.</param>
/// <param name="Actor">Opaque id of who did it.</param>
/// <param name="Data">The fact.</param>
public sealed record RecordedEvent(
    Guid Id,
    Guid StreamId,
    StreamKind Stream,
    long Version,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string Actor,
    ICareEvent Data
);
