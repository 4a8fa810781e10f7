using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;

namespace Wellbeing.Api.Features.Assessments;

/// <summary>
/// A counsellor reaches a test that he or she assigned until it is looked at, though the officer's case may have ended
/// meanwhile: that test alone, and nothing else of the officer's record.
/// </summary>
internal static class Assigner
{
    public static bool Reaches(Caller caller, object state) =>
        state is Assessment { Open: true } assessment && Of(caller) == assessment.AssignedBy;

    /// <summary>Under which name somebody assigns; nobody but a counsellor does.</summary>
    public static Person Of(Caller caller) => caller.Roles.Contains(Role.Counsellor) ? caller.Sub : default;

    /// <summary>The same as a condition on rows <c>c</c> of a kind.</summary>
    /// <param name="kind">Their kind.</param>
    /// <param name="assigner">SQL of <see cref="Of" />.</param>
    public static string Condition(StreamKind kind, string assigner) =>
        kind == StreamKind.Assessment
            ? $"(c.open AND {Persons.Same("c.assigned_by", assigner)})"
            : $"({assigner} IS NULL)";
}
