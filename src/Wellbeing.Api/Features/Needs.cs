using Wellbeing.Domain;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features;

/// <summary>What an act has to know beside its stream's state. Named things that do not exist are refused beforehand.</summary>
internal sealed record Needs
{
    public static Needs Nothing { get; } = new();

    /// <summary>The officer that the request names.</summary>
    public OfficerName? Officer { get; init; }

    /// <summary>The officers whom a list of the request names, each with its place there.</summary>
    public IReadOnlyList<(string Field, OfficerName Name)> Listed { get; init; } = [];

    /// <summary>Code of the unit that the request names.</summary>
    public string? Unit { get; init; }

    /// <summary>Which officers serve in the unit and the units below it.</summary>
    public bool Serving { get; init; }

    /// <summary>Which units stand above the unit.</summary>
    public bool Above { get; init; }

    /// <summary>Whether anybody is in the stream's own unit.</summary>
    public bool Empty { get; init; }

    /// <summary>The identity of the stream's officer.</summary>
    public bool Identity { get; init; }

    /// <summary>Whether the deed of the stream's commendation was rewarded before.</summary>
    public bool Deed { get; init; }

    /// <summary>Which units stand above the one that the stream's officer is in.</summary>
    public bool Command { get; init; }

    /// <summary>The latest access beyond the usual reach that the caller took to the officer named.</summary>
    public bool Override { get; init; }

    /// <summary>What is open about the stream's officer, and whether the caller is that officer.</summary>
    public bool Cases { get; init; }

    /// <summary>Whether the caller is the stream's officer, whatever the caller's role.</summary>
    public bool Self { get; init; }

    /// <summary>The month or quarter of which the unit may have a record of the act's kind already.</summary>
    public string? Period { get; init; }

    /// <summary>The talks of the unit in this month.</summary>
    public Month? Talks { get; init; }

    /// <summary>The talks of the stream's register as they are now.</summary>
    public bool RegisterTalks { get; init; }

    /// <summary>Id of an entry of the stream's officer, which has to exist.</summary>
    public Guid? Entry { get; init; }

    /// <summary>How far the ledger has come.</summary>
    public bool Ledger { get; init; }

    /// <summary>Records of the officer named from which this one comes.</summary>
    public IReadOnlyList<Guid> From { get; init; } = [];

    /// <summary>True where only the database can answer: what a batch holds back must be stored first.</summary>
    public bool AskTheDatabase => Serving || Above || Empty || Deed || Command || Period is not null;
}

/// <summary>An officer as a body names one: by id or by badge number.</summary>
internal sealed record OfficerName(Guid? Id, string? BadgeNumber)
{
    public static OfficerName? Of(Guid? id, string? badgeNumber) =>
        id is null && badgeNumber is null ? null : new(id, badgeNumber);
}

/// <summary>An officer whom a list of the request names.</summary>
/// <param name="Field">The place in the list, such as <c>officerIds[3]</c>.</param>
/// <param name="Id">The officer; null where there is none of that name.</param>
/// <param name="UnitCode">The officer's unit now.</param>
/// <param name="Standing">What an erasure or a restriction lets be done with the officer's record.</param>
internal sealed record ListedOfficer(string Field, Guid? Id, string UnitCode, Standing Standing);

/// <summary>Of which kind the records are from which one comes, and how a source system's line names them.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Field">The field that names them by id.</param>
/// <param name="SourceField">The field of an import's line that names them by the source's keys.</param>
internal sealed record Origin(StreamKind Kind, string Field, string SourceField);
