using System.Reflection;
using Wellbeing.Api.Features;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>Every use case that appends, found by its field.</summary>
internal static class AllUseCases
{
    public static IReadOnlyList<UseCase> All { get; } =
    [
        .. typeof(UseCase)
            .Assembly.GetTypes()
            .Select(x => x.GetField("UseCase", BindingFlags.Public | BindingFlags.Static))
            .Where(x => x?.FieldType == typeof(UseCase))
            .Select(x => (UseCase)x!.GetValue(null)!),
    ];

    /// <summary>What only requests do.</summary>
    public static IReadOnlyList<UseCase> OfRequestsAlone { get; } = [.. All.Except(UseCases.Importable)];
}
