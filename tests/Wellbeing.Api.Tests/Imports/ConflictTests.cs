using Shouldly;
using Xunit;
using static Wellbeing.Api.Tests.Bureau;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>Lines that get into each other's way, within an import and beside others: each is counted as what became of it.</summary>
public sealed class ConflictTests(Host host)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task a_number_that_somebody_has_is_refused_by_itself_and_all_others_are_counted_once(bool dryRun)
    {
        var server = await host.RunAsync();
        var (unit, one, two) = (Name("U"), Name("P"), Name("P"));
        await server.ImportAsync(Text(Formed(unit), Enrolled(one, unit), Enrolled(two, unit)), unit);

        // The collective makes the import store what came before it; then comes the line that cannot be stored.
        var lines = Text(
            Moved(one, await server.UnitAsync()),
            NominatedUnit(Name("c"), unit),
            Renamed(one, two),
            NominatedUnit(Name("c"), unit),
            Moved(two, await server.UnitAsync())
        );
        var answer = await server.ImportAsync(lines, unit, dryRun);
        answer.Rejected.ShouldBe([(3, "badge-number-in-use")]);
        answer.Totals.ShouldBe(new(4, 0, 1, 0));
    }

    [Fact]
    public async Task a_new_number_names_the_officer_from_its_line_on_and_the_old_one_nobody()
    {
        var server = await host.RunAsync();
        var (unit, old, now) = (Name("U"), Name("P"), Name("P"));
        await server.ImportAsync(Text(Formed(unit), Enrolled(old, unit)), unit);

        var lines = Text(
            Renamed(old, now),
            Nominated(Name("c"), now),
            Nominated(Name("c"), old),
            Enrolled(old, unit).But("key", Name("k")).But("stream", $"officer/{Name("k")}")
        );
        var dry = await server.ImportAsync(lines, unit, dryRun: true);
        var answer = await server.ImportAsync(lines, unit);
        answer.Rejected.ShouldBe([(3, "unknown-officer")]);
        answer.Totals.ShouldBe(new(3, 0, 1, 0));
        dry.Totals.ShouldBe(answer.Totals);
    }

    [Fact]
    public async Task a_unit_of_a_code_that_is_taken_meanwhile_is_refused_by_itself()
    {
        var server = await host.RunAsync();
        var units = Enumerable.Range(0, 40).Select(_ => Name("U")).ToList();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i => server.ImportAsync(Text(units.Select(x => Formed(x))), Name($"source{i}")))
        );
        answers.Sum(x => x.Totals!.Accepted).ShouldBe(units.Count);
        answers.Sum(x => x.Totals!.Rejected).ShouldBe(3 * units.Count);
        answers.SelectMany(x => x.Rejected).ShouldAllBe(x => x.Code == "unit-code-in-use");
    }

    [Fact]
    public async Task a_deed_that_was_rewarded_is_a_finding_even_where_two_lines_of_one_import_reward_it()
    {
        var server = await host.RunAsync();
        var (unit, badge, one, two) = (Name("U"), Name("P"), Name("c"), Name("c"));
        var answer = await server.ImportAsync(
            Text(
                Formed(unit),
                Enrolled(badge, unit),
                Nominated(one, badge).But("deedReference", "case 7"),
                Nominated(two, badge).But("deedReference", "case 7"),
                Approved(one),
                Approved(two)
            ),
            unit
        );
        answer.Totals.ShouldBe(new(6, 0, 0, 1));
        answer.Findings.ShouldBe([($"{two}-approved", "deed-already-rewarded", "MPS Order 135")]);
    }
}
