using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Wellbeing.Api.Requests;

/// <summary>A request as it was read: its value, or what is wrong with it.</summary>
internal sealed record BoundRequest<T>(T? Value, FieldErrors Errors, JsonElement Root)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Value is not null;

    /// <summary>One text of the body even where others are wrong.</summary>
    public string? RawString(string name) => Body.RawString(Root, name);
}
