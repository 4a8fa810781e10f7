using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Wellbeing.Faults")]
