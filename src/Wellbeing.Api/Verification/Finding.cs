using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wellbeing.Api.Verification;

/// <summary>What is not as it must be, and where: a line of JSON without what it does not say.</summary>
internal sealed record Finding
{
    /// <summary>How all lines are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What was found; null where it is only noted.</summary>
    [JsonPropertyName("finding")]
    public string? Name { get; init; }

    /// <summary>What may be so, and an auditor may want to know.</summary>
    public string? Note { get; init; }

    public long? Seq { get; init; }
    public long? Leaf { get; init; }

    /// <summary>The event's.</summary>
    public Guid? Id { get; init; }

    public Guid? Stream { get; init; }
    public long? Version { get; init; }
    public string? Table { get; init; }
    public string? Key { get; init; }

    /// <summary>Of a tree.</summary>
    public long? Size { get; init; }

    /// <summary>What is there instead of what must be.</summary>
    public long? Have { get; init; }

    /// <summary>A range of leaves, without the last.</summary>
    public long? FromLeaf { get; init; }

    public long? ToLeaf { get; init; }

    /// <summary>Who says otherwise.</summary>
    public string? Against { get; init; }

    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Between these two it was put into the ledger.</summary>
    public DateTimeOffset? After { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? Reason { get; init; }

    /// <summary>False where it does not carry the journal's code either.</summary>
    public bool? Authentic { get; init; }

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}

/// <summary>Takes findings as they come, from one thread.</summary>
internal sealed class Findings(Action<Finding> tell)
{
    public long Count { get; private set; }

    public void Add(Finding finding)
    {
        Count++;
        tell(finding);
    }

    public void Add(string name, Finding where) => Add(where with { Name = name });

    public void Note(string note, Finding where) => tell(where with { Note = note });
}
