using Shouldly;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests;

public sealed class DueDaysTests
{
    [Theory]
    [InlineData("2026-09-13", PolicyMode.Record, true)]
    [InlineData("2026-09-14", PolicyMode.Record, false)]
    [InlineData("2026-09-13", PolicyMode.Refuse, false)]
    [InlineData(null, PolicyMode.Record, false)]
    public void a_last_day_before_the_agreement_is_put_on_record_as_a_finding(
        string? due,
        PolicyMode mode,
        bool found
    ) =>
        DueDays
            .Breach(due is null ? null : Day(due), Day("2026-09-14"), mode)
            .ShouldBe(found ? [new Finding("due-before-agreed", "record-keeping")] : null);
}
