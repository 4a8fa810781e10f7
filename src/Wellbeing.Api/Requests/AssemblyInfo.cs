using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Wellbeing.Api.Tests")]
[assembly: InternalsVisibleTo("Wellbeing.Benchmarks")]
[assembly: InternalsVisibleTo("Wellbeing.Faults")]
[assembly: InternalsVisibleTo("Wellbeing.Witness.Tests")]
