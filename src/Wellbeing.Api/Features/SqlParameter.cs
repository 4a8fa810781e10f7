using Npgsql;

namespace Wellbeing.Api.Features;

/// <summary>Values of statements.</summary>
internal static class SqlParameter
{
    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
