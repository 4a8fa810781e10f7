using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Records;

/// <summary>
/// How a list is asked for as of a time: what of a record changes is judged by its state of then, of which SQL knows only those
/// that have stood still since.
/// </summary>
/// <param name="Stored">The condition on stored rows, for those that have stood still.</param>
/// <param name="Holds">The same of a state.</param>
internal sealed record StateAt(string Stored, Func<object, bool> Holds)
{
    /// <summary>What lists that can be asked so take beside their own parameters.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        AsOf.Parameter with
        {
            Description =
                "As they stood at the end of this day (the bureau's), or at a time; as they stand without it.",
        },
        new(
            "officersIn",
            typeof(string),
            "Code of a unit: officers who are in it or below it on the day of asOf, or today."
        ),
    ];
}
