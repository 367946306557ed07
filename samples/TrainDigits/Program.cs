using TrainDigits;

// Ctrl+C ends the training, not the program: what is trained so far is measured and saved.
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancellation.Cancel();
};
return TrainDigitsCommand.Run(args, Console.Out, Console.Error, isLive: !Console.IsOutputRedirected, cancellation.Token);
