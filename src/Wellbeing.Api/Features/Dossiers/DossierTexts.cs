using System.Text.Json;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Dossiers;

/// <summary>What opens one sealed text of a dossier.</summary>
/// <param name="Event">The event that holds it.</param>
/// <param name="Field">The field that holds it.</param>
/// <param name="Subject">Whose key sealed it: the officer's, or a unit's.</param>
/// <param name="Key">The text's own key and the commitment to it, 64 bytes.</param>
internal sealed record TextKey(Guid Event, string Field, Guid Subject, byte[] Key);

/// <summary>The texts of a dossier that its reader may open, and what that puts on record.</summary>
/// <param name="Keys">The keys of the texts.</param>
/// <param name="Disclosed">The records whose texts a disclosure opens.</param>
internal sealed record DossierTexts(IReadOnlyList<TextKey> Keys, IReadOnlyList<DiscloseRecord.Disclosed> Disclosed)
{
    /// <summary>
    /// Opens what the same reader could open by itself: the texts of care records, for a purpose, and
    /// the citations of commendations, which need none. A text that does not open fails the whole.
    /// </summary>
    /// <param name="contents">The record.</param>
    /// <param name="own">Whether the reader is the officer.</param>
    /// <param name="key">The officer's key.</param>
    /// <param name="keys">Where units' keys are.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<DossierTexts> OpenAsync(
        DossierContents contents,
        bool own,
        SubjectKey key,
        KeyStore keys,
        CancellationToken stop
    )
    {
        var (opened, disclosed) = (new List<TextKey>(), new List<DiscloseRecord.Disclosed>());
        foreach (var stream in contents.Streams)
        {
            var kind = stream.First().Type.Stream;
            if (kind == StreamKind.Commendation)
                await CitationAsync(stream.First(), opened, keys, stop);
            else if (kind.Record().IsCare)
            {
                var texts = TextsOf(stream, own);
                if (texts.Count == 0)
                    continue;
                opened.AddRange(texts.Select(x => KeyOf(x.Event, x.Field, key)));
                disclosed.Add(
                    new(
                        contents.Officer.UnitCode,
                        kind,
                        stream.Key,
                        stream.Last().Stored.Version,
                        [.. texts.Select(x => x.Field)]
                    )
                );
            }
        }
        return new DossierTexts(opened, disclosed);
    }

    private static List<(LeafEvent Event, string Field)> TextsOf(IEnumerable<LeafEvent> stream, bool own)
    {
        object? state = null;
        foreach (var happened in stream)
            state = Evolution.After(state, happened.Recorded, Utc);
        return
        [
            .. from x in stream
            where DiscloseRecord.MayRead(own, state!, x.Role)
            from field in SealedTexts.NamesOf(JsonElement.Parse(x.Stored.Data.Span))
            select (x, field),
        ];
    }

    // What a state counts by days plays no part in who may read it.
    private static readonly BureauCalendar Utc = new(TimeZoneInfo.Utc);

    private static async Task CitationAsync(
        LeafEvent nominated,
        List<TextKey> opened,
        KeyStore keys,
        CancellationToken stop
    )
    {
        if (nominated.Recorded.Data is not CommendationNominated { Citation: not null })
            return;
        var state = (Commendation)Evolution.After(null, nominated.Recorded, Utc);
        try
        {
            opened.Add(KeyOf(nominated, "citation", await keys.GetAsync(state.RecipientId, stop)));
        }
        catch (SubjectErasedException)
        {
            // Erased by intent: the facts stand, the text is gone.
        }
    }

    private static TextKey KeyOf(LeafEvent holder, string field, SubjectKey key)
    {
        var context = new SealContext(
            key.SubjectId,
            holder.Stored.StreamId!.Value,
            holder.Stored.Id,
            holder.Stored.Type,
            field
        );
        var text = JsonElement
            .Parse(holder.Stored.Data.Span)
            .GetProperty(field)
            .Deserialize<SealedText>(CareJson.Options)!;
        Sealer.Open(key, context, text);
        return new TextKey(holder.Stored.Id, field, key.SubjectId, Sealer.KeyOf(key, context));
    }
}
