using Wellbeing.Api.Journal;

namespace Wellbeing.Api.Ledger;

/// <summary>Wakes the sequencer when this process has committed events.</summary>
internal sealed class SequencerSignal : Signal;
