using Wellbeing.Api.Features.Honours;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Boards;

/// <summary>The lists of exactly what figures of support count.</summary>
internal sealed record SupportLinks(Scope Scope, Period Period)
{
    public string Transfers { get; } =
        Link.To("transfers", ("from", Period.From), ("to", Period.To), ("asOf", Scope.AsOf.Text), ("unit", Scope.Unit));

    public string Cases { get; } =
        Link.To(
            "interventions",
            ("from", Period.From),
            ("to", Period.To),
            ("asOf", Scope.AsOf.Text),
            ("within", Scope.Unit)
        );

    public string Talents { get; } = Link.To("talents", ("asOf", Scope.AsOf.Text), ("unit", Scope.Unit));

    public string TalentCategories { get; } =
        Link.To("talents/categories", ("asOf", Scope.AsOf.Text), ("unit", Scope.Unit));

    public string Frontline { get; } =
        Link.To("units", ("kind", "frontline"), ("closed", "false"), ("asOf", Scope.AsOf.Text), ("within", Scope.Unit));
}
