namespace Panther.Nn;

/// <summary>Why a run ended.</summary>
public enum TrainingEnd
{
    /// <summary>All steps were made.</summary>
    Completed,

    /// <summary>As many validations as <see cref="TrainerOptions.Patience"/> allows were no better than the best one.</summary>
    NoImprovement,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
