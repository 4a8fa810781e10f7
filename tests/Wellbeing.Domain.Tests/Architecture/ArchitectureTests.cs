using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Wellbeing.Domain.Tests.Catalogues;
using Xunit;

namespace Wellbeing.Domain.Tests.Architecture;

public sealed class ArchitectureTests
{
    private static readonly CompiledReferences References = CompiledReferences.Of(typeof(ICareEvent).Assembly);

    private static readonly List<Type> Public =
    [
        .. typeof(ICareEvent).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    private static readonly string[] FreeTexts =
    [
        "Reason",
        "Note",
        "Citation",
        "Narrative",
        "Preference",
        "Description",
        "Statement",
        "Evidence",
        "Plan",
        "Purpose",
        "Topic",
        "What",
    ];

    // What these say is about an activity, a register or a force, and names nobody.
    private static readonly string[] AboutNobody =
    [
        "ActivityPlanned.Topics",
        "ActivityHeld.Topics",
        "RegisterReopened.Reason",
        "ReviewActionAssigned.What",
    ];

    [Theory]
    [InlineData("Microsoft.AspNetCore.")]
    [InlineData("System.Net.")]
    [InlineData("Npgsql.")]
    [InlineData("System.Data.")]
    [InlineData("System.Diagnostics.Stopwatch")]
    [InlineData("System.Threading.Thread")]
    [InlineData("System.Threading.Timer")]
    [InlineData("System.IO.File")]
    [InlineData("System.Security.Cryptography.RandomNumberGenerator")]
    [InlineData("System.TimeProvider")]
    [InlineData("System.Random")]
    [InlineData("System.Environment")]
    [InlineData("System.Console")]
    [InlineData("Marten.IDocumentSession")]
    [InlineData("Marten.IQuerySession")]
    [InlineData("Marten.IDocumentStore")]
    public void the_domain_does_not_know(string type) =>
        References.Types.Where(name => (name + ".").StartsWith(type, StringComparison.Ordinal)).ShouldBeEmpty();

    [Theory]
    [InlineData("System.DateTime.get_Now")]
    [InlineData("System.DateTime.get_UtcNow")]
    [InlineData("System.DateTime.get_Today")]
    [InlineData("System.DateTimeOffset.get_Now")]
    [InlineData("System.DateTimeOffset.get_UtcNow")]
    [InlineData("System.TimeZoneInfo.get_Local")]
    [InlineData("System.Guid.NewGuid")]
    [InlineData("System.Guid.CreateVersion7")]
    public void the_domain_does_not_call(string member) => References.Members.ShouldNotContain(member);

    [Fact]
    public void what_the_domain_refers_to_is_read_from_its_code()
    {
        References.Types.ShouldContain("System.TimeZoneInfo");
        References.Members.ShouldContain("System.TimeZoneInfo.ConvertTime");
    }

    [Fact]
    public void every_class_is_sealed_or_static_but_the_bases_of_all_facts_and_of_all_states() =>
        Public
            .Where(type => type is { IsClass: true, IsSealed: false })
            .ShouldBe([typeof(CareEvent), typeof(RecordState)]);

    // A tree grows; what its leaves are written into, and what hashes them under a key, is used again and again.
    private static readonly Type[] Changing =
    [
        typeof(MerkleFrontier),
        typeof(LedgerTree),
        typeof(CanonicalBuffer),
        typeof(EventLeaf),
        typeof(KeyedHash),
    ];

    [Fact]
    public void every_public_type_is_a_record_a_choice_an_interface_or_a_set_of_functions() =>
        Public
            .Where(type =>
                !type.IsEnum
                && !type.IsInterface
                && !IsStatic(type)
                && !IsRecord(type)
                && !type.IsAssignableTo(typeof(JsonConverter))
                && !type.IsAssignableTo(typeof(Exception))
                && !Changing.Contains(type)
            )
            .ShouldBeEmpty();

    [Fact]
    public void nothing_public_can_be_changed_after_it_was_made()
    {
        var members = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

        Public.SelectMany(type => type.GetProperties(members)).Where(CanBeSet).ShouldBeEmpty();
        Public
            .SelectMany(type => type.GetFields(members))
            .Where(field => field is { IsInitOnly: false, IsLiteral: false, IsSpecialName: false })
            .ShouldBeEmpty();
    }

    [Fact]
    public void every_choice_starts_at_zero_and_has_no_holes() =>
        Public
            .Where(type => type.IsEnum)
            .ShouldAllBe(type =>
                Enum.GetValuesAsUnderlyingType(type)
                    .Cast<int>()
                    .SequenceEqual(Enumerable.Range(0, Enum.GetValues(type).Length))
            );

    [Fact]
    public void every_free_text_about_a_person_is_sealed() =>
        Catalogue
            .All.SelectMany(type => WithParts(type.Type))
            .Where(field => IsText(field.Type) && Words(field.Property.Name).Intersect(FreeTexts).Any())
            .Select(field => $"{field.Property.DeclaringType!.Name}.{field.Property.Name}")
            .ShouldBe(AboutNobody);

    // Histories and trails leave out what is sealed by looking at an event's and a state's own fields.
    [Fact]
    public void a_sealed_text_is_a_field_of_the_event_or_the_state_itself() =>
        Catalogue
            .All.Select(type => type.Type)
            .Concat(RecordKinds.All.Select(kind => kind.StateType))
            .SelectMany(type =>
                WithParts(type)
                    .Where(field =>
                        field.Type.IsAssignableTo(typeof(IEnumerable<SealedText>))
                        || (field.Type == typeof(SealedText) && field.Property.DeclaringType != type)
                    )
            )
            .Select(field => $"{field.Property.DeclaringType!.Name}.{field.Property.Name}")
            .ShouldBeEmpty();

    [Fact]
    public void an_event_is_of_its_streams_kind() =>
        Catalogue.All.ShouldAllBe(type => type.Type.GetInterfaces().Any(x => x.Name == $"I{type.Stream}Event"));

    private static bool IsText(Type type) => type == typeof(string) || type.IsAssignableTo(typeof(IEnumerable<string>));

    private static IEnumerable<EventField> WithParts(Type type) =>
        EventField
            .Of(type)
            .SelectMany(field =>
                Part(field.Type) is { } part ? WithParts(part).Prepend(field) : new[] { field }.AsEnumerable()
            );

    private static Type? Part(Type type)
    {
        var item = type.IsGenericType ? type.GetGenericArguments()[0] : type;
        return item.Assembly == typeof(ICareEvent).Assembly && IsRecord(item) && item != typeof(SealedText)
            ? item
            : null;
    }

    // "ReviewNote" as "Review", "Note".
    private static IEnumerable<string> Words(string name) =>
        name.Aggregate(
                new List<string>(),
                (words, c) =>
                {
                    if (char.IsUpper(c) || words.Count == 0)
                        words.Add("");
                    words[^1] += c;
                    return words;
                }
            )
            .Select(word => word.TrimEnd('s'));

    private static bool IsStatic(Type type) => type is { IsAbstract: true, IsSealed: true };

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (
            type.IsValueType
            && type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false)
            && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null
        );

    private static bool CanBeSet(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } setter
        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
