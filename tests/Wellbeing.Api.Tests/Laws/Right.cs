using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>What the caller is to a request's subject.</summary>
internal enum Relation
{
    /// <summary>The caller's badge is the subject's; a system put the subject on record.</summary>
    Own,

    /// <summary>The caller serves the subject's unit.</summary>
    Unit,

    /// <summary>The subject is below: the caller serves a unit above the subject's.</summary>
    Below,

    /// <summary>The subject is above: the caller serves a unit below the subject's.</summary>
    Above,

    /// <summary>None of these.</summary>
    Elsewhere,
}

/// <summary>Whom a role reaches.</summary>
internal enum Reaches
{
    Everything,
    OwnUnitAndBelow,
    OwnRecord,

    /// <summary>Officers with an open warning or intervention.</summary>
    UnderCare,
    WhatItPosted,
    Nobody,

    /// <summary>Everything, where no unit is outside the caller's; the tests' server has many such units.</summary>
    WholeBureau,
}

/// <summary>That a role may use an endpoint, and whom it reaches there; what the table of roles says where nothing is said.</summary>
internal sealed record Right(Role Role, Reaches? Only = null)
{
    public static implicit operator Right(Role role) => new(role);

    /// <summary>The table of roles.</summary>
    public Reaches Of(bool reads) =>
        Only
        ?? Role switch
        {
            Role.Officer => Reaches.OwnRecord,
            Role.PoliticalOfficer => Reaches.OwnUnitAndBelow,
            Role.Counsellor => Reaches.UnderCare,
            Role.Commander => Reaches.OwnUnitAndBelow,
            Role.Auditor => Reaches.Everything,
            Role.Integrator => reads ? Reaches.WhatItPosted : Reaches.Everything,
            Role.Administrator => Reaches.Everything,
            _ => throw new ArgumentOutOfRangeException(nameof(reads), Role, "This role is not in the table."),
        };
}

internal static class Rights
{
    /// <summary>A role that reaches something else than the table of roles says.</summary>
    public static Right To(this Role role, Reaches reaches) => new(role, reaches);

    /// <summary>Whether a reach covers a subject to which the caller has this relation.</summary>
    public static bool Covers(this Reaches reaches, Relation relation, Sample sample) =>
        reaches switch
        {
            Reaches.Everything => true,
            Reaches.OwnUnitAndBelow => sample.Unit is null || relation is Relation.Unit or Relation.Below,
            Reaches.OwnRecord or Reaches.WhatItPosted => relation is Relation.Own,
            Reaches.UnderCare => sample.UnderCare,
            _ => false,
        };
}
