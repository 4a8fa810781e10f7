using Shouldly;
using Wellbeing.Domain.Equipment;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Equipment;

public sealed class StandardListScenarios
{
    [Theory]
    [InlineData("1999-12-31", null, false)]
    [InlineData("2000-01-01", 9, false)]
    [InlineData("2016-06-30", 9, false)]
    [InlineData("2016-07-01", 10, true)]
    [InlineData("2026-01-01", 10, true)]
    public void the_list_in_force_on_a_day_counts(string day, int? items, bool camera)
    {
        var list = EquipmentPolicies.Shipped.On(Day(day));

        (list?.Needed.Count).ShouldBe(items);
        (list?.Needed.ContainsKey(EquipmentItem.BodyCamera) == true).ShouldBe(camera);
    }

    [Fact]
    public void every_item_of_a_list_is_needed_at_least_once() =>
        EquipmentPolicies.Shipped.Versions.SelectMany(x => x.Needed.Values).ShouldAllBe(x => x > 0);
}
