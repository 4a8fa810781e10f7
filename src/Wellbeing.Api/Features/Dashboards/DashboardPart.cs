using Wellbeing.Api.Features.Boards;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>Figures of a dashboard that are read together.</summary>
/// <param name="ReadAsync">Reads them; always the same ones, in the same order.</param>
/// <param name="From">The streams whose events can change them: no other event does.</param>
internal sealed record DashboardPart(
    Func<DashboardSpan, Scope, CancellationToken, Task<IReadOnlyList<DashboardFigure>>> ReadAsync,
    params IReadOnlyList<StreamKind> From
)
{
    /// <summary>Types of events of those streams that change none of them all the same.</summary>
    public IReadOnlyList<string> But { get; init; } = [];

    /// <summary>Whether an event of a type can change a figure; what a newer node has stored may change any.</summary>
    public bool Counts(string type) =>
        Catalogue.Named(type) is not { } known || (From.Contains(known.Stream) && !But.Contains(type));
}
