using Bogus;

namespace Wellbeing.Demo;

/// <summary>A unit of the demo bureau.</summary>
internal sealed record DemoUnit(string Code, string Name, string Kind, int Headcount)
{
    public string PoliticalOfficer => $"po-{Code}";

    public string Commander => $"co-{Code}";
}

/// <summary>An officer of the demo bureau; the unit is where the year began.</summary>
internal sealed record DemoOfficer(string Badge, DemoUnit Unit);

/// <summary>The bureau: its units, its 800 officers, and who serves where.</summary>
internal sealed class Force
{
    public const string Root = "GA";
    public const string Office = "personnel-office";

    private static readonly (string Code, string Name)[] Squads =
    [
        ("XZ", "刑事侦查大队"),
        ("JT", "交通警察大队"),
        ("XJ", "巡特警大队"),
        ("ZA", "治安管理大队"),
        ("JD", "禁毒大队"),
        ("WA", "网络安全保卫大队"),
        ("JZ", "经济犯罪侦查大队"),
        ("CR", "出入境管理大队"),
    ];

    private static readonly (string Code, string Name)[] Offices =
    [
        ("BG", "办公室"),
        ("ZG", "政治工作处"),
        ("FZ", "法制大队"),
        ("DC", "督察大队"),
        ("ZH", "指挥中心"),
        ("QB", "情报大队"),
    ];

    private static readonly (string Code, string Name)[] Support =
    [
        ("JB", "警务保障室"),
        ("KJ", "科技信息化大队"),
        ("JX", "警察训练基地"),
        ("KS", "看守所"),
    ];

    private static readonly string[] Stations =
    [
        "城东",
        "城西",
        "城南",
        "城北",
        "滨江",
        "湖滨",
        "开发区",
        "火车站",
        "大学城",
        "高新区",
        "新港",
        "凤凰",
        "青山",
        "白云",
        "双桥",
        "三河",
        "柳林",
        "石门",
        "金沙",
        "龙泉",
        "永安",
        "太平",
        "和平",
        "长乐",
    ];

    private static readonly string[] Ranks = ["三级警员", "二级警员", "一级警员", "四级警长", "三级警长", "二级警长"];

    public Force(Story story)
    {
        Units =
        [
            .. Stations.Select((x, i) => new DemoUnit($"PCS-{i + 1:00}", $"{x}派出所", "frontline", 18)),
            .. Squads.Select(x => new DemoUnit(x.Code, x.Name, "frontline", 20)),
            .. Offices.Select(x => new DemoUnit(x.Code, x.Name, "headquarters", 20)),
            .. Support.Select(x => new DemoUnit(x.Code, x.Name, "support", 22)),
        ];
        Officers = [.. Units.SelectMany(x => Enumerable.Repeat(x, x.Headcount)).Select((x, i) => Officer(x, i))];
        TellUnits(story);
        TellOfficers(story);
    }

    public IReadOnlyList<DemoUnit> Units { get; }

    public IReadOnlyList<DemoOfficer> Officers { get; }

    public IEnumerable<DemoUnit> Frontline => Units.Where(x => x.Kind == "frontline");

    private static DemoOfficer Officer(DemoUnit unit, int number) => new($"D{number + 1:0000}", unit);

    private void TellUnits(Story story)
    {
        var founded = Year.At(new DateOnly(1985, 1, 1), 0);
        story.Tell(
            $"unit/{Root}",
            "unit_formed",
            founded,
            Office,
            new
            {
                unitCode = Root,
                name = "江城市公安局",
                kind = "headquarters",
            }
        );
        foreach (var unit in Units)
            story.Tell(
                $"unit/{unit.Code}",
                "unit_formed",
                founded,
                Office,
                new
                {
                    unitCode = unit.Code,
                    name = unit.Name,
                    kind = unit.Kind,
                    parentCode = Root,
                }
            );
        foreach (var (unit, i) in Frontline.Select((x, i) => (x, i)))
        {
            foreach (var facility in (string[])["relaxationRoom", "trainingCorner"])
                story.Tell(
                    $"unit/{unit.Code}",
                    "facility_provided",
                    Year.At(Year.Day(1 + (i % 9), 12)),
                    unit.Commander,
                    new { facility },
                    $"/{facility}"
                );
        }
    }

    private void TellOfficers(Story story)
    {
        var faker = new Faker("zh_CN") { Random = story.Chance };
        foreach (var officer in Officers)
        {
            var appointed = new DateOnly(story.Chance.Int(1988, 2022), 7, 1);
            story.Tell(
                $"officer/{officer.Badge}",
                "officer_enrolled",
                Year.At(appointed, 0),
                Office,
                new
                {
                    badgeNumber = officer.Badge,
                    name = faker.Name.LastName() + faker.Name.FirstName(),
                    unitCode = officer.Unit.Code,
                    appointedOn = Year.Text(appointed),
                    rank = story.Chance.ArrayElement(Ranks),
                }
            );
        }
    }
}
