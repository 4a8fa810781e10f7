using Xunit;

namespace Wellbeing.Api.Tests.Observability;

/// <summary>
/// Meters and sources of spans are the process's, and a server that ends takes its meters along: while these tests look, no
/// other server starts or ends.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "what the process measures";
}
