using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Features.Imports;

/// <summary>Why one line of an import is not taken in.</summary>
internal sealed record Rejection(string Code, string? Rule = null, FieldErrors? Errors = null, string? Facts = null);

/// <summary>One line of an import, read as far as that needs no database.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Key">The event's identity in the source system, where it could be read.</param>
internal sealed record ImportLine(int Number, string? Key)
{
    public const int LongestKey = 200;

    /// <summary>Why it cannot be taken in whatever the database holds, or null.</summary>
    public Rejection? Rejected { get; init; }

    public Guid EventId { get; init; }

    /// <summary>What the source's stream is known by.</summary>
    public Guid StreamKey { get; init; }

    /// <summary>What the source's records are known by from which this one comes.</summary>
    public IReadOnlyList<Guid> From { get; init; } = [];

    /// <summary>The use case that puts it on record, and its request.</summary>
    public UseCaseCall Call { get; init; } = null!;

    public UseCase UseCase => Call.UseCase;

    public DateTimeOffset OccurredAt { get; init; }

    public string Actor { get; init; } = "";

    /// <summary>The badge number that an officer's event names beside its stream.</summary>
    public string? BadgeNumber { get; init; }

    /// <summary>The unit code that a unit's event names beside its stream.</summary>
    public string? UnitCode { get; init; }

    public string Fingerprint { get; init; } = "";

    public static ImportLine Read(int number, ReadOnlyMemory<byte> utf8, string scope, KeyedIds ids)
    {
        var errors = new FieldErrors();
        if (!Body.TryParse(utf8, errors, out var root))
            return new(number, null) { Rejected = new(errors.ProblemCode, Errors: errors) };
        var envelope = Body.Bind<Envelope>(root);
        var line = new ImportLine(number, envelope.RawString("key"));
        if (!envelope.Ok)
            return line with { Rejected = new("bad-input", Errors: envelope.Errors) };
        var value = envelope.Value;
        if (UseCases.Of(value.Type, value.Data) is not { } useCase)
            return line with { Rejected = new("unknown-type") };
        if (!value.Stream.StartsWith(useCase.Event.Stream.Word() + '/', StringComparison.Ordinal))
            errors.Add("stream", "choice", ("allowed", useCase.Event.Stream.Word() + "/…"));
        var (call, faults) = useCase.Bind(value.Data, Beside(useCase));
        foreach (var error in faults.Under("data"))
            errors.Add(error.Path, error.Error);
        var badge =
            useCase.Event.Stream == StreamKind.Officer && useCase != ChangeIdentity.UseCase
                ? Text(value.Data, "badgeNumber", errors)
                : null;
        var from = useCase.Origin is { } origin ? OriginsOf(value.Data, origin, errors) : [];
        if (from.Count > 0 && call?.HasOrigin == false)
            errors.Add($"data.{useCase.Origin!.SourceField}", "unknown");
        if (from.Count > 0 && call?.Query.OriginIds.Count > 0)
            errors.Add($"data.{useCase.Origin!.SourceField}", "one-of", ("other", useCase.Origin.Field));
        var unit = useCase.Event.Stream == StreamKind.Unit ? Text(value.Data, "unitCode", errors) : null;
        if (call is null || errors.Any)
            return line with { Rejected = new("bad-input", Errors: errors) };
        return line with
        {
            EventId = ids.Event(scope, value.Key),
            StreamKey = ids.Stream(scope, value.Stream),
            From = [.. from.Select(name => ids.Stream(scope, name))],
            Call = call,
            OccurredAt = Instants.Truncate(value.OccurredAt),
            Actor = Actors.OfSource(value.Actor),
            BadgeNumber = badge,
            UnitCode = unit,
            Fingerprint = Convert.ToBase64String(ids.Fingerprint(Content(root).WrittenSpan)),
        };
    }

    // An officer's later events name the officer, and a unit's the unit, beside the fields of the request itself; what comes
    // from another record may name that by the source's key.
    private static string? Beside(UseCase useCase) =>
        useCase.Origin?.SourceField
        ?? (useCase.Event.Stream, useCase.Starts) switch
        {
            (StreamKind.Officer, false) => "badgeNumber",
            (StreamKind.Unit, false) => "unitCode",
            _ => null,
        };

    private static List<string> OriginsOf(JsonElement data, Origin origin, FieldErrors errors)
    {
        var names = new List<string>();
        if (Texts.Field(data, origin.SourceField) is not { } given)
            return names;
        var prefix = origin.Kind.Word() + '/';
        foreach (var name in given.ValueKind == JsonValueKind.Array ? [.. given.EnumerateArray()] : new[] { given })
        {
            if (name.ValueKind == JsonValueKind.Null)
                continue;
            var text = name.ValueKind == JsonValueKind.String ? Texts.Of(name) : null;
            if (text?.StartsWith(prefix, StringComparison.Ordinal) == true && text.Length <= LongestKey)
                names.Add(text);
            else
                errors.Add($"data.{origin.SourceField}", "choice", ("allowed", prefix + "…"));
        }
        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    // It is looked up as it stands, so it has to be text that the database can hold.
    private static string? Text(JsonElement data, string name, FieldErrors errors)
    {
        if (Texts.Field(data, name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            errors.Add($"data.{name}", "text");
        else if (Texts.Of(value) is { } text)
            return text;
        else
            errors.Add($"data.{name}", "bad-text");
        return null;
    }

    /// <summary>
    /// The line's content in a form that neither the order of fields nor spaces nor absent nulls nor another normal form
    /// of its texts change: a source that exports again may write the same content otherwise.
    /// </summary>
    private static ArrayBufferWriter<byte> Content(JsonElement root)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        Write(root, json);
        json.Flush();
        return buffer;
    }

    private static void Write(JsonElement element, Utf8JsonWriter json)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(x => x.Name, StringComparer.Ordinal))
                {
                    if (property.Value.ValueKind == JsonValueKind.Null)
                        continue;
                    json.WritePropertyName(property.Name);
                    Write(property.Value, json);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(item, json);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Texts.Of(element));
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    /// <summary>What every line says beside its data.</summary>
    internal sealed record Envelope(
        [property: MaxLength(LongestKey)] string Key,
        [property: MaxLength(LongestKey)] string Stream,
        string Type,
        DateTimeOffset OccurredAt,
        [property: MaxLength(LongestKey)] string Actor,
        JsonElement Data
    );
}
