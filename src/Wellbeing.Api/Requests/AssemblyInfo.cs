using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Wellbeing.Api.Tests")]
[assembly: InternalsVisibleTo("Wellbeing.Benchmarks")]
