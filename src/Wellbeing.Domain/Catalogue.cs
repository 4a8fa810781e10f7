using System.Collections.Frozen;

namespace Wellbeing.Domain;

/// <summary>A type of event as it is stored.</summary>
/// <param name="Name">Stored name, such as <c>talk_held</c>; a contract that outlives any class name.</param>
/// <param name="Type">The class that holds it in this version of the program.</param>
/// <param name="Stream">The kind of stream that it belongs to.</param>
/// <param name="Starts">True where it may be a stream's first event.</param>
/// <param name="Continues">True where it may be a later one.</param>
public sealed record EventType(string Name, Type Type, StreamKind Stream, bool Starts = false, bool Continues = true);

/// <summary>Every type of event. What is not here is not stored.</summary>
public static class Catalogue
{
    /// <summary>All types, by stream and in the order in which they happen.</summary>
    public static IReadOnlyList<EventType> All { get; } = [.. RecordKinds.All.SelectMany(x => x.Events)];

    private static readonly FrozenDictionary<string, EventType> ByName = All.ToFrozenDictionary(x => x.Name);
    private static readonly FrozenDictionary<Type, EventType> ByType = All.ToFrozenDictionary(x => x.Type);

    /// <summary>The type with a stored name, or null.</summary>
    public static EventType? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of a fact. Throws <see cref="KeyNotFoundException" /> for one that is not listed.</summary>
    public static EventType Of(ICareEvent fact) => ByType[fact.GetType()];
}
