using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Wellbeing.Api.Tests")]
