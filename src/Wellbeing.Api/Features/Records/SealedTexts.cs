using System.Collections.Frozen;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Records;

/// <summary>A sealed text as it stands in an event.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Version">The event's place in its stream.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Field">The field that holds it.</param>
/// <param name="Text">The text.</param>
/// <param name="Actor">Opaque id of who wrote it.</param>
/// <param name="Role">The role in which, where that is on record.</param>
/// <param name="OccurredAt">When.</param>
internal sealed record StoredText(
    Guid EventId,
    long Version,
    string Type,
    string Field,
    SealedText Text,
    string Actor,
    string? Role,
    string OccurredAt
)
{
    public string Open(SubjectKey key, Guid stream) =>
        Sealer.Open(key, new SealContext(key.SubjectId, stream, EventId, Type, Field), Text);
}

/// <summary>The sealed texts of a stream, as its events hold them.</summary>
internal static class SealedTexts
{
    private const string Sql = """
        SELECT id, version, type, data, user_name, headers ->> 'role', headers ->> 'occurredAt'
        FROM events.mt_events WHERE stream_id = $1 AND version <= $2 ORDER BY version
        """;

    /// <summary>
    /// Why a record is restricted, kept or to be erased is between the office, the officer and the auditors, whoever of them
    /// wrote it: the events that say so.
    /// </summary>
    public static readonly FrozenSet<string> OfSafeguards =
    [
        "processing_restricted",
        "restriction_lifted",
        "legal_hold_placed",
        "legal_hold_lifted",
        "erasure_proposed",
        "erasure_withdrawn",
        "erasure_confirmed",
    ];

    /// <summary>The fields of a kind's events that hold sealed text.</summary>
    public static IReadOnlyList<string> FieldsOf(StreamKind kind) =>
        [
            .. Catalogue
                .All.Where(x => x.Stream == kind)
                .SelectMany(x => x.Type.GetProperties())
                .Where(x => x.PropertyType == typeof(SealedText))
                .Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The names of an event's fields that hold sealed text.</summary>
    public static IReadOnlyList<string> NamesOf(JsonElement data) =>
        [.. data.EnumerateObject().Where(x => IsSealed(x.Value)).Select(x => x.Name)];

    /// <summary>The texts of a stream as it stood at a version.</summary>
    public static async Task<List<StoredText>> ReadAsync(
        NpgsqlDataSource database,
        Guid stream,
        long version,
        string? field,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(SqlParameter.Of(stream));
        command.Parameters.Add(SqlParameter.Of(version));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var texts = new List<StoredText>();
        while (await reader.ReadAsync(stop))
        {
            var data = JsonElement.Parse(reader.GetFieldValue<byte[]>(3));
            foreach (var name in NamesOf(data).Where(x => field is null || x == field))
                texts.Add(
                    new StoredText(
                        reader.GetGuid(0),
                        reader.GetInt64(1),
                        reader.GetString(2),
                        name,
                        data.GetProperty(name).Deserialize<SealedText>(CareJson.Options)!,
                        reader.GetString(4),
                        reader.IsDBNull(5) ? null : reader.GetString(5),
                        reader.GetString(6)
                    )
                );
        }
        return texts;
    }

    private static bool IsSealed(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("sealed"u8, out _);
}
