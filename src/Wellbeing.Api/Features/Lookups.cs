using Npgsql;

namespace Wellbeing.Api.Features;

/// <summary>Values of statements.</summary>
internal static class Lookups
{
    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
