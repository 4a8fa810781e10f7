using System.Net;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Honours;
using Xunit;

namespace Wellbeing.Api.Tests.Honours;

public sealed class HonoursTests(HonoursBureau bureau) : IClassFixture<HonoursBureau>
{
    private static readonly string[] Lists =
    [
        "byTitle",
        "byLevel",
        "byAuthority",
        "byDeed",
        "byUnit",
        "byRecipientKind",
    ];

    public static TheoryData<string, string?> Readers { get; } =
        new()
        {
            { nameof(Role.Auditor), null },
            { nameof(Role.Commander), "A" },
            { nameof(Role.PoliticalOfficer), "B" },
        };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task every_figure_lists_what_it_counts(string reader, string? unit)
    {
        var role = Enum.Parse<Role>(reader);
        foreach (var period in Periods(4))
        {
            var honours = await ReadAsync(period, role, unit);
            foreach (var figure in honours.EnumerateObject().Where(x => x.Value.ValueKind == JsonValueKind.Object))
            {
                var items = await bureau.ListAsync(
                    figure.Value.GetProperty("query").GetString()!,
                    role,
                    unit,
                    limit: 40
                );
                items.Select(x => x.GetRawText()).Distinct().Count().ShouldBe(items.Count, figure.Name);
                figure
                    .Value.GetProperty("value")
                    .GetDecimal()
                    .ShouldBe(
                        figure.Name switch
                        {
                            "frontlineShare" => Share.Of(items.Count, Value(honours, "approved")),
                            "frontlineHeadcountShare" => Share.Of(
                                items.Count,
                                (await bureau.ListAsync(HeadcountOf(figure.Value), role, unit)).Count
                            ),
                            _ => items.Count,
                        },
                        $"{figure.Name} of {period}"
                    );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task every_count_of_a_key_lists_what_it_counts(string reader, string? unit)
    {
        var role = Enum.Parse<Role>(reader);
        foreach (var period in Periods(2))
        {
            var honours = await ReadAsync(period, role, unit);
            foreach (var line in Lists.SelectMany(list => honours.GetProperty(list).EnumerateArray()))
            {
                foreach (var happened in new[] { "nominated", "approved", "declined", "conferred" })
                {
                    var query = Link.With(line.GetProperty("query").GetString()!, "event", happened);
                    (await bureau.ListAsync(query, role, unit)).Count.ShouldBe(
                        line.GetProperty(happened).GetInt32(),
                        query
                    );
                }
                var alone = line.GetProperty("query").GetString()!;
                (await bureau.ListAsync(alone, role, unit)).Count.ShouldBe(
                    line.GetProperty("nominated").GetInt32(),
                    alone
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task the_figures_agree_with_a_plain_count(string reader, string? unit)
    {
        var role = Enum.Parse<Role>(reader);
        var units = bureau.Sample.Below(unit);
        var counted = bureau.Sample.Commendations.Where(x => units.Contains(x.UnitCode)).ToList();
        foreach (var period in Periods(12))
        {
            var honours = await ReadAsync(period, role, unit);
            var approved = counted.Where(x => Within(x.ApprovedOn, period)).ToList();
            Value(honours, "nominated").ShouldBe(counted.Count(x => Within(x.NominatedOn, period)));
            Value(honours, "approved").ShouldBe(approved.Count);
            Value(honours, "declined").ShouldBe(counted.Count(x => Within(x.DeclinedOn, period)));
            Value(honours, "conferred").ShouldBe(counted.Count(x => Within(x.ConferredOn, period)));
            Value(honours, "revoked").ShouldBe(counted.Count(x => Within(x.RevokedOn, period)));
            Value(honours, "individuals")
                .ShouldBe(Honoured(approved).Select(x => x.OfficerId).OfType<Guid>().Distinct().Count());
            Value(honours, "collectives")
                .ShouldBe(
                    Honoured(approved).Where(x => x.OfficerId is null).Select(x => x.UnitCode).Distinct().Count()
                );
            Figure(honours, "frontlineShare")
                .ShouldBe(Share.Of(approved.Count(x => bureau.Sample.Frontline(x.UnitCode)), approved.Count));
            var serving = bureau.Sample.Serving(period.To ?? HonoursBureau.Today).Values.Where(units.Contains).ToList();
            Figure(honours, "frontlineHeadcountShare")
                .ShouldBe(Share.Of(serving.Count(bureau.Sample.Frontline), serving.Count));
            Keys(honours, "byTitle").ShouldBe(ByKey(approved, x => x.Title));
            Keys(honours, "byUnit").ShouldBe(ByKey(approved, x => x.UnitCode));
            Keys(honours, "byLevel").ShouldBe(ByKey(approved, x => EnumNames.Of(x.Level!.Value)));
            Keys(honours, "byAuthority").ShouldBe(ByKey(approved, x => EnumNames.Of(x.Authority!.Value)));
            Keys(honours, "byDeed").ShouldBe(ByKey(approved, x => EnumNames.Of(x.Deed)));
            Keys(honours, "byRecipientKind").ShouldBe(ByKey(approved, x => EnumNames.Of(x.RecipientKind)));
        }
    }

    [Fact]
    public async Task without_a_period_all_time_is_counted_and_said()
    {
        var honours = await ReadAsync(new Period(null, null), Role.Auditor, null);
        honours.GetProperty("from").ValueKind.ShouldBe(JsonValueKind.Null);
        honours.GetProperty("to").ValueKind.ShouldBe(JsonValueKind.Null);
        Value(honours, "nominated").ShouldBe(bureau.Sample.Commendations.Count);
    }

    [Fact]
    public async Task an_answer_is_never_behind_and_known_by_its_tag()
    {
        using var response = await bureau.AskAsync("/api/v1/honours", Role.Auditor);
        response.Headers.GetValues("X-Projection-Lag").ShouldBe(["0"]);
        response.Headers.ETag.ShouldNotBeNull().IsWeak.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/api/v1/honours?from=2023-02-01&to=2023-01-01", "from")]
    [InlineData("/api/v1/honours?to=2023-02-30", "to")]
    [InlineData("/api/v1/honours?until=2023-02-01", "until")]
    [InlineData("/api/v1/honours/recipients", "kind")]
    [InlineData("/api/v1/honours/headcount?frontline=1", "frontline")]
    [InlineData("/api/v1/commendations?event=reviewed", "event")]
    [InlineData("/api/v1/commendations?limit=501", "limit")]
    public async Task bad_input_is_named(string path, string field)
    {
        using var response = await bureau.AskAsync(path, Role.Auditor);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        JsonElement.Parse(body).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe([field]);
    }

    [Theory]
    [InlineData(nameof(Role.Officer))]
    [InlineData(nameof(Role.Counsellor))]
    [InlineData(nameof(Role.Integrator))]
    [InlineData(nameof(Role.Administrator))]
    public async Task others_see_no_honours(string reader)
    {
        var role = Enum.Parse<Role>(reader);
        foreach (var path in new[] { "honours", "honours/recipients?kind=individual", "honours/headcount" })
        {
            using var response = await bureau.AskAsync($"/api/v1/{path}", role, "A", "B1");
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nowhere")]
    public async Task who_serves_no_unit_sees_nothing(string? unit)
    {
        using var response = await bureau.AskAsync("/api/v1/honours", Role.Commander, unit);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_commander_lists_what_was_awarded_in_the_unit_or_to_who_is_there_now()
    {
        var units = bureau.Sample.Below("A");
        var there = bureau.Sample.Officers.Where(x => units.Contains(x.UnitCode)).Select(x => (Guid?)x.Id).ToHashSet();
        var listed = await bureau.ListAsync("/api/v1/commendations", Role.Commander, "A", limit: 7);
        listed
            .Select(x => x.GetProperty("id").GetGuid())
            .ShouldBe(
                bureau
                    .Sample.Commendations.Where(x => units.Contains(x.UnitCode) || there.Contains(x.OfficerId))
                    .Select(x => x.Id),
                ignoreOrder: true
            );
        listed.Select(x => x.GetProperty("nominatedOn").GetString()).ShouldBeInOrder(SortDirection.Descending);
        (
            await bureau.ListAsync("/api/v1/honours/recipients?kind=collective&within=B", Role.Commander, "A")
        ).ShouldBeEmpty();
        (await bureau.ListAsync("/api/v1/honours/headcount?within=B", Role.Commander, "A")).ShouldBeEmpty();
    }

    [Fact]
    public async Task an_officer_lists_the_own_commendations_alone()
    {
        var own = bureau.Sample.Officers[7].Id;
        var listed = await bureau.ListAsync("/api/v1/commendations", Role.Officer, badge: "B7");
        listed.Count.ShouldBe(bureau.Sample.Commendations.Count(x => x.OfficerId == own));
        listed.ShouldAllBe(x => x.GetProperty("officerId").GetGuid() == own);
        (await bureau.ListAsync("/api/v1/commendations", Role.Officer, badge: "nobody")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("open", 0)]
    [InlineData("closed", 1)]
    [InlineData("revoked", 2)]
    public async Task a_list_is_asked_by_where_they_stand(string status, int which)
    {
        var listed = await bureau.ListAsync($"/api/v1/commendations?status={status}", Role.Auditor);
        listed.Count.ShouldBe(
            bureau.Sample.Commendations.Count(x =>
                which == 0 ? x.Open
                : which == 1 ? !x.Open
                : x.Status == CommendationStatus.Revoked
            )
        );
    }

    private IEnumerable<Period> Periods(int random) =>
        Enumerable.Range(0, random).Select(_ => bureau.Sample.Period()).Append(new Period(null, null));

    private Task<JsonElement> ReadAsync(Period period, Role role, string? unit) =>
        bureau.ReadAsync(Link.To("honours", ("from", period.From), ("to", period.To)), role, unit);

    private static IEnumerable<Commendation> Honoured(IEnumerable<Commendation> approved) =>
        approved.Where(x => x.RevokedOn is null);

    private static bool Within(DateOnly? day, Period period) =>
        day is not null && !(day < period.From) && !(day > period.To);

    private static string HeadcountOf(JsonElement share) =>
        share.GetProperty("query").GetString()!.Replace("&frontline=true", "", StringComparison.Ordinal);

    private static int Value(JsonElement honours, string name) => (int)Figure(honours, name);

    private static decimal Figure(JsonElement honours, string name) =>
        honours.GetProperty(name).GetProperty("value").GetDecimal();

    private static Dictionary<string, int> Keys(JsonElement honours, string list) =>
        honours
            .GetProperty(list)
            .EnumerateArray()
            .Where(x => x.GetProperty("approved").GetInt32() > 0)
            .ToDictionary(x => x.GetProperty("key").GetString()!, x => x.GetProperty("approved").GetInt32());

    private static Dictionary<string, int> ByKey(IEnumerable<Commendation> approved, Func<Commendation, string> key) =>
        approved.GroupBy(key).OrderBy(x => x.Key, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.Count());
}
